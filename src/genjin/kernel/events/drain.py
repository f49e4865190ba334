"""Hand events to their subscribers, in order per record, once each, by shard."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from genjin.kernel.events.emit import MAX_DEPTH
from genjin.kernel.events.models import SHARDS
from genjin.kernel.jobs.retry import is_passing

log = logging.getLogger(__name__)

BATCH = 5000
#: Space of the advisory locks that make one drain per shard.
LOCK_SPACE = 7_216_001


@dataclass(frozen=True)
class Happened:
    """An event as subscribers see it."""

    id: int
    kind: str
    object_key: str
    record_id: int
    actor_id: int | None
    occurred_at: datetime
    depth: int
    payload: dict[str, Any]


Subscriber = Callable[[list[Happened]], None]
_subscribers: dict[str, list[tuple[str, Subscriber]]] = {}


def subscribe(kinds: list[str], key: str, subscriber: Subscriber) -> None:
    """Have `subscriber` called with batches of events of these kinds. It must be safe to call twice."""
    for kind in kinds:
        known = _subscribers.setdefault(kind, [])
        if key not in {k for k, _ in known}:
            known.append((key, subscriber))


def drain() -> int:
    """Drain every shard nobody else is draining; returns how many events were handed out."""
    return sum(_drain_shard(shard) for shard in _waiting_shards())


def _waiting_shards() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select s from generate_series(0, %s) s"
            " where exists (select 1 from events_event e where e.shard = s and e.drained_at is null)",
            [SHARDS - 1],
        )
        return [row[0] for row in cursor.fetchall()]


def _drain_shard(shard: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s::int, %s::int)", [LOCK_SPACE, shard])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "select id, kind, object_key, record_id, actor_id, occurred_at, depth, payload from events_event"
            " where shard = %s and drained_at is null order by id limit %s",
            [shard, BATCH],
        )
        batch = [_happened(row) for row in cursor.fetchall()]
        if not batch:
            return 0
        _hand_out(batch)
        cursor.execute(
            "update events_event set drained_at = clock_timestamp() where id = any(%s)", [[e.id for e in batch]]
        )
        return len(batch)


def _happened(row: tuple[Any, ...]) -> Happened:
    payload = json.loads(row[7]) if isinstance(row[7], str) else row[7]
    return Happened(row[0], row[1], row[2], row[3], row[4], row[5], row[6], payload)


def _hand_out(batch: list[Happened]) -> None:
    """Call each subscriber with its events. One that fails loses the batch for nobody else; it is logged and,
    as a drain must go on, the events count as handed out to it (its own sweep repairs what it missed)."""
    by_subscriber: dict[str, tuple[Subscriber, list[Happened]]] = {}
    for event in batch:
        if event.depth > MAX_DEPTH:
            log.error("event chain too deep", extra={"event_id": event.id, "event_kind": event.kind})
            continue
        for key, subscriber in _subscribers.get(event.kind, ()):
            by_subscriber.setdefault(key, (subscriber, []))[1].append(event)
    for key, (subscriber, events) in by_subscriber.items():
        try:
            with transaction.atomic():
                subscriber(events)
        except Exception as error:  # a job's edge
            if is_passing(error):
                raise  # a deadlock is no fault of the subscriber's: the whole batch is rolled back and comes again
            log.exception("subscriber failed", extra={"subscriber": key, "first_event": events[0].id})
