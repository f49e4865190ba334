"""Write an event: as a row for the write door's statement, or at once for kernel machinery."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connection

from genjin.kernel.events.models import SHARDS
from genjin.kernel.people.actor import Actor

Row = dict[str, Any]

#: A chain of causes longer than this stops and says so.
MAX_DEPTH = 5


def event_row(
    kind: str,
    object_key: str,
    record_id: int,
    actor: Actor,
    *,
    dedupe_key: str,
    payload: dict[str, Any] | None = None,
    depth: int = 0,
    caused_by: int | None = None,
) -> Row:
    """The event as a row of `events_event`."""
    return {
        "kind": kind,
        "object_key": object_key,
        "record_id": record_id,
        "shard": record_id % SHARDS,
        "actor_id": actor.user_id,
        "depth": depth,
        "caused_by": caused_by,
        "payload": payload or {},
        "dedupe_key": dedupe_key,
    }


_INSERT = """
insert into events_event (kind, object_key, record_id, shard, actor_id, depth, caused_by, payload, dedupe_key, occurred_at)
select kind, object_key, record_id, shard, actor_id, depth, caused_by, payload, dedupe_key, genjin_now()
from jsonb_populate_recordset(null::events_event, %s::jsonb) on conflict (dedupe_key) do nothing
"""


def emit(rows: list[Row]) -> None:
    """Write events in the caller's transaction; a dedupe key seen before is passed over."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [orjson.dumps(rows).decode()])
