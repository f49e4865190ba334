"""Customers and the people there: list, page, forms."""
