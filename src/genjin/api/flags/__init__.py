"""Flags in the API."""
