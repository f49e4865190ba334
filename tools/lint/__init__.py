"""The house's own lints: each a small file with a `check`, each with a test in tests/lint/."""
