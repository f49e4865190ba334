"""Reads of what happened with a customer. The caller has fetched the customer in scope; what hangs on him follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection


@dataclass(frozen=True)
class Entry:
    """One thing on a customer's timeline. `kind`: visit, history, task, flag. `body` is what its kind shows.

    `by` is a name for people; `username` is empty where it was nobody of ours (history of another system).
    """

    kind: str
    id: int
    at: datetime
    by: str
    body: dict[str, Any]
    username: str | None = None


@dataclass(frozen=True)
class Position:
    """Where a page of the timeline ended."""

    at: datetime
    id: int


_TIMELINE = """
select x.kind, x.id, x.at, coalesce(u.name, x.by_name, ''), x.body, u.username from (
  (select 'visit' kind, v.id, v.occurred_at at, v.author_id by_id, null::text by_name, jsonb_build_object(
     'need_type', v.need_type, 'text', v.text, 'quotes', v.quotes, 'is_valid', v.is_valid, 'findings', v.findings,
     'next_text', v.next_text, 'next_due_on', v.next_due_on, 'recorded_at', v.recorded_at,
     'photos', (select coalesce(jsonb_agg(f.file_id order by f.id), '[]') from evidence_fileuse f
                where f.object_key = 'visit' and f.record_id = v.id)) body
   from sales_visit v where v.customer_id = %(customer)s and v.deleted_at is null
     and (v.occurred_at, v.id) < (%(at)s, %(id)s) order by v.occurred_at desc, v.id desc limit %(limit)s)
  union all
  (select 'history', p.id, p.occurred_at, p.author_id, p.author_name, jsonb_build_object(
     'text', p.text, 'kind', p.kind, 'attachments', p.attachments)
   from sales_pastfollowup p where p.customer_id = %(customer)s and p.deleted_at is null
     and (p.occurred_at, p.id) < (%(at)s, %(id)s) order by p.occurred_at desc, p.id desc limit %(limit)s)
  union all
  (select 'task', k.id, coalesce(k.completed_at, k.created_at), k.owner_id, null, jsonb_build_object(
     'task_kind', k.kind, 'title', k.title, 'state', k.state, 'result', k.result, 'due_at', k.due_at)
   from work_task k where k.object_key = 'customer' and k.record_id = %(customer)s and k.state = 'done'
     and (coalesce(k.completed_at, k.created_at), k.id) < (%(at)s, %(id)s)
   order by coalesce(k.completed_at, k.created_at) desc, k.id desc limit %(limit)s)
  union all
  (select 'flag', f.id, coalesce(f.left_at, f.entered_at), null, null, jsonb_build_object(
     'key', f.key, 'reason', f.reason, 'backlog', f.backlog, 'is_open', f.left_at is null, 'entered_at', f.entered_at, 'left_at', f.left_at)
   from records_flag f where f.object_key = 'customer' and f.record_id = %(customer)s
     and (coalesce(f.left_at, f.entered_at), f.id) < (%(at)s, %(id)s)
   order by coalesce(f.left_at, f.entered_at) desc, f.id desc limit %(limit)s)
) x left join people_user u on u.id = x.by_id order by x.at desc, x.id desc limit %(limit)s
"""


def timeline(customer_id: int, *, after: Position | None = None, limit: int = 50) -> list[Entry]:
    """A page of everything that happened with a customer, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TIMELINE,
            {
                "customer": customer_id,
                "at": after.at if after else "infinity",
                "id": after.id if after else 2**62,
                "limit": limit,
            },
        )
        return [Entry(kind, id_, at, by, _json(body), login) for kind, id_, at, by, body, login in cursor.fetchall()]


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value
