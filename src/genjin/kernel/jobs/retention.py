"""What is kept for a time only: answers under idempotency keys, trimmed in batches."""

from __future__ import annotations

import time

from django.db import connection

#: A day longer than keys are promised, so that no request meets a key that is just going.
ONCE_DAYS = 31
BATCH = 10_000
EVERY_S = 3600.0

_last = 0.0


def trim() -> int:
    """Once an hour per worker: forget a batch of what is too old; returns how many rows."""
    global _last  # one ticker thread per process
    if time.monotonic() - _last < EVERY_S and _last:
        return 0
    _last = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from jobs_once where id in (select id from jobs_once"
            " where created_at < now() - make_interval(days => %s::int) order by created_at limit %s)",
            [ONCE_DAYS, BATCH],
        )
        return cursor.rowcount
