"""Give somebody a task: as a row for the write door's statement, or at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor

Row = dict[str, Any]

#: A task that names a day only is due at the end of work on it.
DUE_HOUR = 18


def task_row(
    *,
    kind: str,
    title: str,
    owner_id: int,
    team_id: int | None,
    dedupe_key: str,
    id: int | None = None,
    object_key: str = "",
    record_id: int | None = None,
    source_object: str = "",
    source_id: int | None = None,
    reason: str = "",
    value: Decimal | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    created_by_id: int | None = None,
    created_at: datetime | None = None,
) -> Row:
    """A task as a row of `work_task`. Without `due_at` it is due at 18:00 of `due_on`; `id` and `created_at` may be
    left to the database."""
    if due_at is None and due_on is not None:
        due_at = clock.at(due_on, DUE_HOUR)
    row: Row = {
        "kind": kind,
        "title": title[:300],
        "owner_id": owner_id,
        "team_id": team_id,
        "object_key": object_key,
        "record_id": record_id,
        "source_object": source_object,
        "source_id": source_id,
        "reason": reason[:300],
        "value": value,
        "due_on": due_on,
        "due_at": due_at,
        "created_by_id": created_by_id,
        "dedupe_key": dedupe_key,
    }
    if id is not None:
        row["id"] = id
    if created_at is not None:
        row["created_at"] = created_at
    return row


_COLUMNS = (
    "kind, title, owner_id, team_id, object_key, record_id, source_object, source_id, reason, value, due_on, due_at,"
    " created_by_id, dedupe_key"
)
_INSERT = f"""
with wanted as materialized (select * from jsonb_populate_recordset(null::work_task, %s::jsonb)),
made as (
  insert into work_task ({_COLUMNS}) select {_COLUMNS} from wanted on conflict (dedupe_key) do nothing
  returning id, dedupe_key
)
select dedupe_key, id, true from made
union all
select t.dedupe_key, t.id, false from work_task t where t.dedupe_key in (select dedupe_key from wanted)
"""  # noqa: S608 the columns are ours


def assign_task(actor: Actor, rows: Sequence[Row]) -> dict[str, int]:
    """Make tasks from `task_row`s (without id); one made before under its key stays. Returns id by dedupe key."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [orjson.dumps(list(rows), default=str).decode()])
        found = cursor.fetchall()
    by_key = {row["dedupe_key"]: row for row in rows}
    emit([_assigned(actor, task_id, by_key[key]) for key, task_id, is_new in found if is_new])
    return {key: task_id for key, task_id, _is_new in found}


def _assigned(actor: Actor, task_id: int, row: Row) -> Row:
    about = {row["object_key"]: row["record_id"]} if row["record_id"] is not None else {}
    return event_row(
        "task.assigned", "task", task_id, actor,
        dedupe_key=f"task.assigned:{task_id}", payload={"kind": row["kind"], "owner": row["owner_id"], **about},
    )  # fmt: skip
