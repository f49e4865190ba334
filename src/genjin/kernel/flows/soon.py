"""Who will enter a watch within the next days unless something happens (快变红)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import orjson
from django.db import connection
from django.utils.translation import get_language

from genjin.kernel.access.scope import where
from genjin.kernel.flows.reasons import facts_sql, say
from genjin.kernel.flows.statement import LIVE, asked
from genjin.kernel.flows.watches import WatchRow, read_watch
from genjin.kernel.flows.words import COMPANY_LANGUAGE
from genjin.kernel.jobs import clock
from genjin.kernel.objects.conditions.compile import compile_sql
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class SoonRow:
    """A record that will enter on a day, with the reason it will have then."""

    record_id: int
    title: str
    owner_id: int | None
    reason: str
    on: date


def soon(actor: Actor, key: str, *, days: int = 2, limit: int = 3, owner_id: int | None = None) -> list[SoonRow]:
    """Records in the actor's scope, the nearest day first, the most valuable of a day first. `days` ≥ 1."""
    watch = read_watch(key)
    today = clock.today()
    found: dict[int, SoonRow] = {}
    for ahead in range(1, days + 1):
        if len(found) >= limit:
            break
        for row in _on(actor, watch, today + timedelta(days=ahead), owner_id, limit):
            found.setdefault(row.record_id, row)
    return list(found.values())[:limit]


def _on(actor: Actor, watch: WatchRow, day: date, owner_id: int | None, limit: int) -> list[SoonRow]:
    definition = watch.definition
    description = definition.description
    title = description.field(description.title_field)
    assert title is not None
    order = definition.limits.order_column
    scope = where(actor, description.key)
    then = asked(day)
    when, facts = compile_sql(description, definition.when, then), facts_sql(definition.reason, then)
    # Materialised on both sides: as one join PostgreSQL takes the open episodes once per record (18 s for a team).
    sql = f"""
    with matches as materialized (
      select t.id from {description.table} t
      where {LIVE} and {scope.sql} and (%s::bigint is null or t.owner_id = %s::bigint) and {when.text}
    ), open_ as materialized (
      select e.record_id from flows_episode e where e.watch_id = %s::text and e.left_at is null
    ), coming as materialized (
      select m.id from matches m left join open_ o on o.record_id = m.id where o.record_id is null
    ), first_ as materialized (
      select t.* from coming c join {description.table} t on t.id = c.id
      order by t.{order} desc nulls last, t.id limit %s::int
    )
    select t.id, t.{title.db_column}, t.owner_id, {facts.text} from first_ t order by t.{order} desc nulls last, t.id
    """  # noqa: S608 names come from the object's description
    params = [*scope.params, owner_id, owner_id, *when.params, watch.key, limit, *facts.params]
    language = get_language() or COMPANY_LANGUAGE
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [
            SoonRow(row[0], row[1], row[2], say(definition.texts, orjson.loads(row[3]), language, day), day)
            for row in cursor.fetchall()
        ]
