"""The shipped visit checks, one file each. Pure functions over a VisitSubject and their parameters."""
