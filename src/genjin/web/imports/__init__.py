"""Importing files: upload, mapping with preview, the run and its result, and rows held back."""
