"""Flags for readers: those of a list's records, and the flags in one's scope, with reasons in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import get_language

from genjin.kernel.access.scope import where
from genjin.kernel.errors import NotFound
from genjin.kernel.flows.reasons import say
from genjin.kernel.flows.words import COMPANY_LANGUAGE
from genjin.kernel.jobs import clock
from genjin.kernel.objects.description import ObjectDescription, descriptions
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class FlagRow:
    """A flag. `reason` counts its days to today while the flag is up, to the day it was lowered afterwards."""

    id: int
    key: str
    object_key: str
    record_id: int
    record_title: str
    owner_id: int | None
    state: str
    entered_at: datetime
    left_at: datetime | None
    reason: str
    backlog: bool
    episode_id: int | None


_SELECT = """
select f.id, f.key, f.object_key, f.record_id, t.{title}, t.owner_id, f.entered_at, f.left_at, f.reason, f.backlog,
  f.episode_id, e.facts, w.definition -> 'reason' -> 'texts', (genjin_now() at time zone 'Asia/Shanghai')::date
from records_flag f join {table} t on t.id = f.record_id
left join flows_episode e on e.id = f.episode_id left join flows_watch w on w.key = e.watch_id
where f.object_key = %s::text and t.deleted_at is null
"""


def list_flags(
    actor: Actor,
    *,
    object_key: str,
    key: str = "",
    record_id: int | None = None,
    state: str = "",
    backlog: bool | None = None,
    after_id: int | None = None,
    limit: int = 50,
) -> list[FlagRow]:
    """Flags on records the actor sees, newest first. `state`: open, closed or empty for both. Raises NotFound for an
    unknown object."""
    if object_key not in descriptions:
        raise NotFound
    scope = where(actor, object_key)
    sql = _select(descriptions.get(object_key)) + f" and {scope.sql}"
    params: list[Any] = [object_key, *scope.params]
    for condition, value in (
        (" and f.key = %s::text", key or None),
        (" and f.record_id = %s::bigint", record_id),
        (" and f.backlog = %s::boolean", backlog),
        (" and f.id < %s::bigint", after_id),
    ):
        if value is not None:
            sql += condition
            params.append(value)
    if state:
        sql += " and f.left_at is null" if state == "open" else " and f.left_at is not null"
    return _read(f"{sql} order by f.id desc limit %s::int", [*params, limit])


def lamps_of(object_key: str, ids: Sequence[int]) -> dict[int, list[FlagRow]]:
    """The open flags of records the caller has fetched in scope already: one query for a whole list."""
    found: dict[int, list[FlagRow]] = defaultdict(list)
    sql = (
        _select(descriptions.get(object_key))
        + " and f.record_id = any(%s::bigint[]) and f.left_at is null order by f.id"
    )
    for row in _read(sql, [object_key, list(ids)]):
        found[row.record_id].append(row)
    return dict(found)


def _select(description: ObjectDescription) -> str:
    title = description.field(description.title_field)
    assert title is not None
    return _SELECT.format(table=description.table, title=title.db_column)


def _read(sql: str, params: Sequence[Any]) -> list[FlagRow]:
    language = get_language() or COMPANY_LANGUAGE
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [_row(row, language) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...], language: str) -> FlagRow:
    left_at: datetime | None = row[7]
    facts, texts, today = row[11], row[12], row[13]
    on: date = today if left_at is None else clock.local_day(left_at)
    said = say(orjson.loads(texts), orjson.loads(facts), language, on) if facts and texts else ""
    state = "open" if left_at is None else "closed"
    shown = [*row[:6], state, row[6], left_at, said or row[8], row[9], row[10]]
    return FlagRow(*shown)
