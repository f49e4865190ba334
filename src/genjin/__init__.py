"""Genjin 跟进: work chases people, so that people no longer chase people."""

__version__ = "0.1.0"
