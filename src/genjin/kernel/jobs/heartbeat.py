"""Signs of life of the workers, for /healthz."""

from __future__ import annotations

from django.db import connection


def beat(name: str) -> None:
    """Say that worker `name` is alive now (real time, not the demo's)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into jobs_heartbeat (name, beat_at) values (%s, clock_timestamp())"
            " on conflict (name) do update set beat_at = excluded.beat_at",
            [name],
        )


def alive(max_age_s: int = 60) -> bool:
    """Whether any worker gave a sign within the last `max_age_s` seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from jobs_heartbeat where beat_at > clock_timestamp() - make_interval(secs => %s))",
            [max_age_s],
        )
        return bool(cursor.fetchone()[0])
