"""Timers: rows that are due, claimed with SKIP LOCKED and handed to the function of their kind."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from genjin.kernel.jobs.models import Timer
from genjin.lib.registry import Registry

log = logging.getLogger(__name__)

Fire = Callable[[str, dict[str, Any]], None]
kinds: Registry[Fire] = Registry("timer kind")

#: A timer that fails is pushed forward by this much times its attempts, so that it never stops the others.
PUSH = timedelta(minutes=2)


def set_timer(key: str, kind: str, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
    """Make or move the timer `key`: moving is an update, never a second row."""
    Timer.objects.update_or_create(
        key=key, defaults={"kind": kind, "due_at": due_at, "payload": payload or {}, "attempts": 0, "last_error": ""}
    )


def cancel_timer(key: str) -> None:
    """Forget the timer `key`, if it is there."""
    Timer.objects.filter(key=key).delete()


def fire_due(limit: int = 100) -> int:
    """Fire what is due, each in a transaction of its own; returns how many fired."""
    fired = 0
    while fired < limit and _fire_one():
        fired += 1
    return fired


def _fire_one() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select id, key, kind, payload from jobs_timer where due_at <= genjin_now()"
            " order by due_at limit 1 for update skip locked"
        )
        row = cursor.fetchone()
        if row is None:
            return False
        timer_id, key, kind, payload = row
        try:
            with transaction.atomic():
                kinds.get(kind)(key, _loaded(payload))
                cursor.execute("delete from jobs_timer where id = %s and due_at <= genjin_now()", [timer_id])
        except Exception as error:  # a job's edge: a poison row is pushed forward, the loop goes on
            log.exception("timer failed", extra={"timer_kind": kind, "timer_id": timer_id})
            cursor.execute(
                "update jobs_timer set attempts = attempts + 1, last_error = %s,"
                " due_at = genjin_now() + make_interval(secs => %s) * (attempts + 1) where id = %s",
                [type(error).__name__, PUSH.total_seconds(), timer_id],
            )
        return True


def _loaded(payload: Any) -> dict[str, Any]:
    return json.loads(payload) if isinstance(payload, str) else payload
