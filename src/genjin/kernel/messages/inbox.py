"""Read one's own messages. Nobody reads another's: no scope reaches here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class MessageRow:
    """A message as its recipient sees it; `sender_name` is empty when no person sent it."""

    id: int
    kind: str
    title: str
    body: str
    object_key: str
    record_id: int | None
    evidence: list[dict[str, Any]]
    sender_name: str
    created_at: datetime
    read_at: datetime | None


_LIST = """
select m.id, m.kind, m.title, m.body, m.object_key, m.record_id, m.evidence, coalesce(u.name, ''), m.created_at,
  m.read_at
from messages_message m left join people_user u on u.id = m.sender_id
where m.recipient_id = %s and m.withdrawn_at is null and (not %s or m.read_at is null)
  and (%s::bigint is null or m.id < %s::bigint)
order by m.id desc limit %s
"""


def list_messages(
    actor: Actor, *, unread: bool = False, after_id: int | None = None, limit: int = 50
) -> list[MessageRow]:
    """The actor's messages, newest first; `after_id` pages."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [actor.user_id, unread, after_id, after_id, limit])
        return [_row(list(row)) for row in cursor.fetchall()]


def unread_count(actor: Actor) -> int:
    """How many the actor has not read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from messages_message"
            " where recipient_id = %s and read_at is null and withdrawn_at is null",
            [actor.user_id],
        )
        return int(cursor.fetchone()[0])


def mark_read(actor: Actor, ids: Sequence[int] | None = None) -> int:
    """Mark some of the actor's messages read, or all; returns how many were unread."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update messages_message set read_at = genjin_now() where recipient_id = %s and read_at is null"
            " and (%s or id = any(%s))",
            [actor.user_id, ids is None, list(ids or ())],
        )
        return cursor.rowcount


def _row(values: list[Any]) -> MessageRow:
    values[6] = orjson.loads(values[6])
    return MessageRow(*values)
