"""Ids in paths: decimal digits that fit a database's integer; anything else is no address of ours."""

from __future__ import annotations


class RecordId:
    """`<id:customer_id>`."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)
