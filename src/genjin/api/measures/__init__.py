"""Measures in the API."""
