"""Text as the checks, the search and the duplicate rules see it."""
