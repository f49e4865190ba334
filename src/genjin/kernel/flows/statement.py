"""The one statement of a watch: matches against open episodes, who is new and who is gone, episodes and events written.

Matches are materialised and joined by FULL JOIN: 0.3–0.9 s over 100,000 customers on PostgreSQL 15 and 18, where the
same with NOT EXISTS ran 120 s on 15 (facts/performance.md). Do not rewrite it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.events.models import SHARDS
from genjin.kernel.flows.definition import Definition
from genjin.kernel.flows.reasons import facts_sql, words_sql
from genjin.kernel.jobs import clock
from genjin.kernel.objects.conditions.compile import Asked, Sql, compile_sql
from genjin.kernel.people.actor import SYSTEM

LIVE = "t.deleted_at is null and t.merged_into_id is null"


@dataclass(frozen=True)
class Question:
    """One evaluation. `asked_on`: the local day whose end counts. `record_ids`: only these, else all.

    `switched_on`: the day the watch was switched on; None = this is the first evaluation, all of it is 存量.
    `stamp`: when entering and leaving are said to have happened.
    """

    watch_key: str
    version: int
    definition: Definition
    asked_on: date
    record_ids: Sequence[int] | None
    switched_on: date | None
    stamp: datetime


@dataclass(frozen=True)
class Entered:
    """An episode that began."""

    episode_id: int
    record_id: int
    backlog: bool


@dataclass(frozen=True)
class Left:
    """An episode that ended."""

    episode_id: int
    record_id: int


def asked(day: date) -> Asked:
    """As of the end of a local day. Also for now: a phone's clock may be minutes ahead, and what was recorded today
    counts today."""
    return Asked(clock.end_of(day), day, SYSTEM)


def write(question: Question) -> tuple[list[Entered], list[Left], int]:
    """Open and close episodes with their events. Returns who entered, who left, how many are inside."""
    matching = _matching(question)
    fresh = _fresh(question)
    reason = words_sql(question.definition.reason, question.definition.texts, "n.facts", question.asked_on)
    key, object_key = question.watch_key, question.definition.description.key
    sql = f"""
    {matching.text},
    new_ as materialized ({fresh.text}),
    entered as (
      insert into flows_episode
        (watch_id, watch_version, object_key, record_id, entered_at, backlog, reason, facts)
      select %s::text, %s::int, %s::text, n.id, %s::timestamptz, n.backlog, {reason.text}, n.facts from new_ n
      returning id, record_id, backlog
    ), gone as (
      update flows_episode e set left_at = greatest(e.entered_at, %s::timestamptz)
      from diff d where e.id = d.episode_id and d.match_id is null returning e.id, e.record_id
    ), told as (
      insert into events_event (kind, object_key, record_id, shard, depth, payload, dedupe_key, occurred_at)
      select x.kind, %s::text, x.record_id, x.record_id %% {SHARDS}, 1,
        jsonb_build_object('watch', %s::text, 'episode', x.id, 'backlog', x.backlog), x.kind || ':' || x.id,
        genjin_now()
      from (select 'watch.entered' as kind, id, record_id, backlog from entered
            union all select 'watch.left', id, record_id, false from gone) x
    )
    select (select count(*) from matches),
      (select coalesce(jsonb_agg(jsonb_build_array(id, record_id, backlog) order by id), '[]') from entered),
      (select coalesce(jsonb_agg(jsonb_build_array(id, record_id) order by id), '[]') from gone)
    """  # noqa: S608 the parts are compiled by us
    params = [
        *matching.params, *fresh.params, key, question.version, object_key, question.stamp, *reason.params,
        question.stamp, object_key, key,
    ]  # fmt: skip
    inside, entered, left = _run(sql, params)
    return [Entered(*row) for row in entered], [Left(*row) for row in left], inside


def restate(question: Question) -> int:
    """Say anew why those inside are inside, where it has changed (history came in by an import); returns how many."""
    definition = question.definition
    only, ids = (
        ("", [])
        if question.record_ids is None
        else (" and e.record_id = any(%s::bigint[])", [list(question.record_ids)])
    )
    facts = facts_sql(definition.reason, asked(question.asked_on))
    reason = words_sql(definition.reason, definition.texts, "o.facts", question.asked_on)
    sql = f"""
    with was as materialized (
      select e.id, e.record_id, e.facts from flows_episode e where e.watch_id = %s::text and e.left_at is null{only}
    ), other as materialized (
      select * from (select w.id, {facts.text} as facts, w.facts as told
        from was w join {definition.description.table} t on t.id = w.record_id) x
      where (x.facts - 'asked_on') is distinct from (x.told - 'asked_on')
    ), told as (
      update flows_episode e set facts = o.facts, reason = {reason.text} from other o where e.id = o.id
      returning e.id, e.reason
    )
    update records_flag f set reason = t.reason from told t where f.episode_id = t.id and f.left_at is null
    """  # noqa: S608 the parts are compiled by us
    with connection.cursor() as cursor:
        cursor.execute("select set_config('plan_cache_mode', 'force_custom_plan', true)")
        cursor.execute(sql, [question.watch_key, *ids, *facts.params, *reason.params])
        return cursor.rowcount


def ask(question: Question) -> tuple[list[int], list[int], int]:
    """The same without writing: records that would enter, records that would leave, how many would be inside."""
    matching = _matching(question)
    sql = f"""
    {matching.text}
    select (select count(*) from matches),
      (select coalesce(jsonb_agg(match_id order by match_id), '[]') from diff where episode_id is null),
      (select coalesce(jsonb_agg(record_id order by record_id), '[]') from diff where match_id is null)
    """  # noqa: S608
    inside, entered, left = _run(sql, matching.params)
    return entered, left, inside


def _matching(question: Question) -> Sql:
    """The CTEs `matches`, `open_` and `diff`."""
    definition = question.definition
    when = compile_sql(definition.description, definition.when, asked(question.asked_on))
    only, ids = (
        ("", []) if question.record_ids is None else (" and {}.{} = any(%s::bigint[])", [list(question.record_ids)])
    )
    text = f"""
    with matches as materialized (
      select t.id from {definition.description.table} t where {LIVE}{only.format("t", "id")} and {when.text}
    ), open_ as materialized (
      select e.id, e.record_id from flows_episode e
      where e.watch_id = %s::text and e.left_at is null{only.format("e", "record_id")}
    ), diff as materialized (
      select m.id as match_id, o.id as episode_id, o.record_id from matches m full join open_ o on o.record_id = m.id
    )"""  # noqa: S608
    return Sql(text, (*ids, *when.params, question.watch_key, *ids))


def _fresh(question: Question) -> Sql:
    """Who is new, with the facts of the reason and whether it is 存量.

    存量 is who was inside when the watch was switched on: everybody at the first evaluation, and afterwards whoever
    comes into view late (an import) but matched on that day already and was never inside.
    """
    definition = question.definition
    facts = facts_sql(definition.reason, asked(question.asked_on))
    backlog = Sql("true")
    if question.switched_on is not None:
        then = compile_sql(definition.description, definition.when, asked(question.switched_on))
        seen_before = "exists (select 1 from flows_episode p where p.watch_id = %s::text and p.record_id = t.id)"
        backlog = Sql(f"(not {seen_before} and {then.text})", (question.watch_key, *then.params))
    text = f"""select t.id, {facts.text} as facts, {backlog.text} as backlog
      from diff d join {definition.description.table} t on t.id = d.match_id where d.episode_id is null"""  # noqa: S608
    return Sql(text, (*facts.params, *backlog.params))


def _run(sql: str, params: Sequence[Any]) -> tuple[int, list[Any], list[Any]]:
    with connection.cursor() as cursor:
        # A web process plans once for all; a plan for one record is no plan for a hundred thousand.
        cursor.execute("select set_config('plan_cache_mode', 'force_custom_plan', true)")
        cursor.execute(sql, params)
        inside, entered, left = cursor.fetchone()
    return inside, orjson.loads(entered), orjson.loads(left)
