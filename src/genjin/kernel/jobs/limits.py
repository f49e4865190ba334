"""Rate limits that hold over restarts and processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection


@dataclass(frozen=True)
class Limit:
    """At most `tries` per `window`."""

    tries: int
    window: timedelta


def take(key: str, limit: Limit) -> bool:
    """Count one try under `key`; False once the window's tries are used up."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into jobs_ratebucket as b (key, window_start, count) values (%s, genjin_now(), 1)
            on conflict (key) do update set
              count = case when b.window_start + make_interval(secs => %s) <= genjin_now() then 1 else b.count + 1 end,
              window_start = case when b.window_start + make_interval(secs => %s) <= genjin_now() then genjin_now() else b.window_start end
            returning count
            """,
            [key, limit.window.total_seconds(), limit.window.total_seconds()],
        )
        return cursor.fetchone()[0] <= limit.tries


def spent(key: str, limit: Limit) -> bool:
    """Whether the window's tries are used up, without counting one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from jobs_ratebucket where key = %s and count >= %s and window_start + make_interval(secs => %s) > genjin_now()",
            [key, limit.tries, limit.window.total_seconds()],
        )
        return cursor.fetchone() is not None


def clear(key: str) -> None:
    """Forget the tries under `key` (after a success)."""
    with connection.cursor() as cursor:
        cursor.execute("delete from jobs_ratebucket where key = %s", [key])
