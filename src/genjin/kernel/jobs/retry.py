"""Tries again what the database refused only in passing: a deadlock, or transactions that got in each other's way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

T = TypeVar("T")

RETRIES = 3
#: SQLSTATEs after which the same transaction, begun again, is expected to go through (PostgreSQL docs, §13.5).
IN_PASSING = frozenset({"40001", "40P01"})
_PAUSE_S = 0.02


def is_passing(error: BaseException) -> bool:
    """Whether the database refused only in passing: everything was rolled back and may be tried again."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in IN_PASSING


def retrying(function: Callable[[], T]) -> T:
    """What `function` returns; run again up to RETRIES times while the database refuses in passing.

    `function` begins and ends its own transactions. Inside a transaction of the caller's nothing can be tried again,
    because all of it was rolled back: then the error is the caller's.
    """
    for attempt in range(RETRIES):
        try:
            return function()
        except OperationalError as error:
            if connection.in_atomic_block or not is_passing(error):
                raise
            # Of two that met, one must come later: the pauses differ by chance and grow.
            time.sleep(_PAUSE_S * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311 no secret
    return function()
