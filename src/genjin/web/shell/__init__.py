"""The frame round every page: navigation, built assets, the way dates and figures are written."""
