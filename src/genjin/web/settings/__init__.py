"""People, keys, the recycle bin and one's own page."""
