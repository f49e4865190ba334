"""The parts that field notes are built from: sentences with slots, kept by need type so that a native reader can mend them."""
