"""Ids in paths."""

from __future__ import annotations

from genjin.kernel.errors import NotFound
from genjin.kernel.records.clean import parse_id


def path_id(raw: str) -> int:
    """The number of an id string. What can be no id at all is not there: NotFound, as for a foreign one."""
    number = parse_id(raw)
    if number is None:
        raise NotFound
    return number
