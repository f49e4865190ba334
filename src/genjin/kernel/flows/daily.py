"""What the worker sees to once a local day: the full sweep of every watch, and the partitions of history tables."""

from __future__ import annotations

import logging
import time
from datetime import date

from django.db import connection

from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.records.history import ensure_partitions

log = logging.getLogger(__name__)

#: A sweep that failed is tried again after this long; a tick comes every second.
HOLD_OFF_S = 60.0

_DUE = """
select key from flows_watch
where is_on and (evaluated_at is null or (evaluated_at at time zone 'Asia/Shanghai')::date
  < (genjin_now() at time zone 'Asia/Shanghai')::date)
order by key
"""

_not_before: dict[str, float] = {}


def sweep_due() -> int:
    """Sweep every watch whose last full sweep is of an earlier day: at midnight, at first start, after a standstill."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        keys = [row[0] for row in cursor.fetchall() if _not_before.get(row[0], 0.0) <= time.monotonic()]
    for key in keys:
        try:
            swept = evaluate(key)
        except Exception:  # a job's edge: one watch must not stop the others
            _not_before[key] = time.monotonic() + HOLD_OFF_S
            log.exception("sweep failed", extra={"watch": key})
            continue
        log.info("swept", extra={"watch": key, "entered": len(swept.entered), "left": len(swept.left)})
    return len(keys)


def sweep_soon(object_key: str) -> None:
    """Have the worker sweep the watches of an object at its next tick: after an import of history, which tells nobody
    about single records."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update flows_watch set evaluated_at = null where object_key = %s and switched_on_at is not null",
            [object_key],
        )


class Partitions:
    """Makes next month's partitions of the history tables, once a day and process."""

    def __init__(self) -> None:
        self.made_on: date | None = None

    def __call__(self) -> int:
        """A tick."""
        today = clock.today()
        if self.made_on == today:
            return 0
        ensure_partitions(today)
        self.made_on = today
        return 1
