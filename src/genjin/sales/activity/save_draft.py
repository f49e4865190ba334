"""Keep what a person could not finish (待补): never valid, never lost, asked for again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from django.db import connection, transaction

from genjin.kernel.people.actor import Actor
from genjin.kernel.records.errors import OnceTaken
from genjin.kernel.records.once import Idempotency, once_row
from genjin.sales.activity.judge import local_day
from genjin.sales.activity.values import VisitValues

_UPSERT = """
insert into records_draft as d (actor_id, team_id, object_key, client_key, subject_id, "values", errors, refused, local_day,
  created_at, updated_at)
values (%s, %s, 'visit', %s, %s, %s, %s, 1, %s, genjin_now(), genjin_now())
on conflict (actor_id, object_key, client_key) do update set
  "values" = excluded."values", errors = excluded.errors, refused = d.refused + 1, subject_id = excluded.subject_id,
  local_day = excluded.local_day, updated_at = genjin_now(), discarded_at = null
where d.completed_id is null
"""

_ONCE = """
insert into jobs_once (actor_id, key, route, body_hash, status, answer) values (%s, %s, %s, %s, %s, %s)
on conflict do nothing
"""


def save_draft(
    actor: Actor,
    values: VisitValues,
    now: datetime,
    errors: list[dict[str, Any]],
    idempotency: Idempotency | None,
    recorded: Any,
    render: Callable[[Any], tuple[int, Any]] | None,
) -> str:
    """Store or renew the draft under its client key; returns the key (made here when there was none).

    The idempotency answer goes into the same transaction. Raises OnceTaken when a rival answered first.
    """
    key = values.client_key or f"d-{secrets.token_urlsafe(12)}"
    raw = {name: value for name, value in values.raw.items() if name != "draft"}
    with transaction.atomic(), connection.cursor() as cursor:
        if idempotency is not None and render is not None:
            row = once_row(actor, idempotency, *render(replace(recorded, draft_key=key)))
            cursor.execute(
                _ONCE,
                [
                    row["actor_id"],
                    row["key"],
                    row["route"],
                    idempotency.body_hash,
                    row["status"],
                    orjson.dumps(row["answer"]).decode(),
                ],
            )
            if not cursor.rowcount:
                raise OnceTaken("jobs_once_key")
        cursor.execute(
            _UPSERT,
            [
                actor.user_id, actor.team_id, key, values.customer_id, orjson.dumps(raw).decode(),
                orjson.dumps(errors).decode(), local_day(values, now),
            ],
        )  # fmt: skip
    return key
