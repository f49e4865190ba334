"""The parts that field notes are built from: sentences with slots, one a line, for a native reader to mend."""
