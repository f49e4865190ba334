"""Photographs every page at a phone's and a desk's width: `make look`."""
