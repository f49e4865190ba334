"""Reads for the first page of each role: what is due, what was said, what a team did. Scoped by who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.access.scope import where
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class Stop:
    """A customer to see today and why: a promise that is due, or a red lamp."""

    id: int
    name: str
    customer_class: str | None
    address: str
    promise: str
    due_on: date | None
    is_red: bool


_STOPS = """
with due as (
  select k.record_id, min(k.due_on) due_on, (array_agg(k.title order by k.due_on, k.id))[1] title
  from work_task k where k.owner_id = %(me)s and k.kind = 'next_step' and k.state in ('open', 'started')
    and k.object_key = 'customer' and k.due_on <= %(today)s group by k.record_id),
red as (
  select c.id from sales_customer c join records_flag f on f.object_key = 'customer' and f.record_id = c.id
    and f.key = 'silent' and f.left_at is null and not f.backlog
  where c.owner_id = %(me)s and c.deleted_at is null)
select c.id, c.name, c.customer_class, c.address, coalesce(due.title, ''), due.due_on, red.id is not null, count(*) over ()
from (select record_id as id from due union select id from red) x
join sales_customer c on c.id = x.id and c.deleted_at is null
left join due on due.record_id = c.id left join red on red.id = c.id
where c.owner_id = %(me)s or due.record_id is not null
order by due.due_on is distinct from %(today)s, red.id is null, due.due_on desc nulls last, c.value desc nulls last, c.id
limit %(limit)s
"""


def stops_of(actor: Actor, today: date, *, limit: int = 5) -> tuple[list[Stop], int]:
    """Whom a rep should see today, and how many in all: promises of today, red lights, then late ones, the youngest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STOPS, {"me": actor.user_id, "today": today, "limit": limit})
        rows = cursor.fetchall()
    return [Stop(*row[:7]) for row in rows], rows[0][7] if rows else 0


@dataclass(frozen=True)
class Owed:
    """A promise: of mine to a customer, or of a colleague to me."""

    id: int
    title: str
    customer_id: int | None
    customer: str
    person: str
    due_at: datetime | None
    state: str
    response: str


_OWED = """
select k.id, k.title, k.record_id, coalesce(c.name, ''), u.name, k.due_at, k.state, k.response, count(*) over ()
from work_task k join people_user u on u.id = k.owner_id
left join sales_customer c on k.object_key = 'customer' and c.id = k.record_id
where k.state in ('open', 'started') and {which}
order by k.due_at < date_trunc('day', genjin_now()), abs(extract(epoch from k.due_at - genjin_now())) nulls last, k.id limit %s
"""


def owed_by(actor: Actor, until: date, *, limit: int = 5) -> tuple[list[Owed], int]:
    """The actor's promises to customers that are late or due up to a day, and how many."""
    which = "k.owner_id = %s and k.kind = 'next_step' and k.due_on <= %s"
    return _owed(which, [actor.user_id, until, limit])


def owed_to(actor: Actor, *, limit: int = 3) -> tuple[list[Owed], int]:
    """What colleagues owe the actor: tasks he gave them."""
    return _owed("k.created_by_id = %s and k.owner_id <> k.created_by_id", [actor.user_id, limit])


def _owed(which: str, params: list[Any]) -> tuple[list[Owed], int]:
    with connection.cursor() as cursor:
        cursor.execute(_OWED.format(which=which), params)
        rows = cursor.fetchall()
    return [Owed(*row[:8]) for row in rows], rows[0][8] if rows else 0


@dataclass(frozen=True)
class DraftRow:
    """A record that still needs something (待补)."""

    client_key: str
    customer_id: int | None
    customer: str
    text: str
    codes: tuple[str, ...]
    local_day: date
    updated_at: datetime


_DRAFT_COLUMNS = """
select d.client_key, d.subject_id, coalesce(c.name, ''), coalesce(d."values" ->> 'text', ''),
  (select coalesce(array_agg(distinct e ->> 'code'), '{}') from jsonb_array_elements(d.errors) e), d.local_day, d.updated_at,
  count(*) over (), d.id
from records_draft d left join sales_customer c on c.id = d.subject_id
"""


def _draft(row: tuple[Any, ...]) -> DraftRow:
    return DraftRow(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], row[6])


def drafts_of(actor: Actor, *, customer_id: int | None = None, limit: int = 10) -> tuple[list[DraftRow], int]:
    """The actor's own unfinished visits, of one customer or of all, newest first, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _DRAFT_COLUMNS + " where d.object_key = 'visit' and d.actor_id = %s and d.completed_id is null"
            " and d.discarded_at is null and (%s::bigint is null or d.subject_id = %s::bigint)"
            " order by d.updated_at desc limit %s",
            [actor.user_id, customer_id, customer_id, limit],
        )
        rows = cursor.fetchall()
    return [_draft(row) for row in rows], rows[0][7] if rows else 0


def drafts_between(actor: Actor, first: date, last: date) -> list[DraftRow]:
    """Unfinished visits of some local days that are over, by the people in the actor's reach: they count as made."""
    scope = actor.scope("visit", "read")
    if scope == "none":
        return []
    whose = "d.actor_id = %s" if scope == "own" else "true" if scope == "all" else "d.team_id = any(%s)"
    who: list[Any] = [] if scope == "all" else [actor.user_id] if scope == "own" else [list(actor.led_teams)]
    with connection.cursor() as cursor:
        cursor.execute(
            _DRAFT_COLUMNS + " where d.object_key = 'visit' and d.completed_id is null and d.discarded_at is null"
            " and d.local_day between %s and %s and d.local_day < (genjin_now() at time zone 'Asia/Shanghai')::date"
            f" and {whose} order by d.local_day desc, d.id desc limit 200",
            [first, last, *who],
        )
        return [_draft(row) for row in cursor.fetchall()]


def drafts_by_id(ids: list[int]) -> dict[int, DraftRow]:
    """Unfinished visits already known to be visible."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_DRAFT_COLUMNS + " where d.id = any(%s)", [ids])
        return {row[-1]: _draft(row) for row in cursor.fetchall()}


def get_draft(actor: Actor, client_key: str) -> Mapping[str, Any] | None:
    """The values of one's own unfinished visit; None when there is none under this key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select d.\"values\" from records_draft d where d.object_key = 'visit' and d.actor_id = %s and d.client_key = %s"
            " and d.completed_id is null and d.discarded_at is null",
            [actor.user_id, client_key],
        )
        row = cursor.fetchone()
    return None if row is None else _json(row[0])


@dataclass(frozen=True)
class Reach:
    """How many customers an own list holds, and the three that most need to be seen."""

    customers: int
    worth: tuple[Worth, ...]


@dataclass(frozen=True)
class Worth:
    """A customer worth a visit when nothing is planned."""

    id: int
    name: str
    customer_class: str | None
    progress_on: date
    is_touched: bool


_REACH = """
select (select count(*) from sales_customer c where c.owner_id = %(me)s and c.deleted_at is null), w.* from (select 1) one
left join lateral (
  select c.id, c.name, c.customer_class,
    (coalesce(c.last_valid_at, c.assigned_at, c.created_at) at time zone 'Asia/Shanghai')::date, c.last_valid_at is not null
  from sales_customer c where c.owner_id = %(me)s and c.deleted_at is null and c.status = 'active'
    and coalesce(c.last_valid_at, c.assigned_at, c.created_at) < genjin_now() - interval '7 days'
  order by c.customer_class nulls last, c.value desc nulls last, c.id limit %(limit)s) w on true
"""


def reach_of(actor: Actor, *, limit: int = 3) -> Reach:
    """For a day without plans: by class and value, whoever had no progress for a week."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"me": actor.user_id, "limit": limit})
        rows = cursor.fetchall()
    return Reach(rows[0][0], tuple(Worth(*row[1:]) for row in rows if row[1] is not None))


@dataclass(frozen=True)
class Done:
    """拜访 N · 有效 M of some days."""

    visits: int
    valid: int


def done_between(actor: Actor, first: date, last: date) -> Done:
    """Visits made by the people in the actor's reach on some local days, 待补 whose day is over included."""
    scope = actor.scope("visit", "read")
    teams = list(actor.led_teams)
    mine = "i.actor_id = %(me)s" if scope == "own" else "true" if scope == "all" else "i.team_then_id = any(%(teams)s)"
    drafts = "d.actor_id = %(me)s" if scope == "own" else "true" if scope == "all" else "d.team_id = any(%(teams)s)"
    if scope == "none":
        return Done(0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select count(*) + (select count(*) from records_draft d where d.object_key = 'visit' and d.completed_id is null
                and d.discarded_at is null and d.local_day between %(first)s and %(last)s
                and d.local_day < (genjin_now() at time zone 'Asia/Shanghai')::date and {drafts}),
              count(*) filter (where i.is_valid)
            from sales_interaction i where i.source = 'visit' and i.voided_at is null
              and i.local_day between %(first)s and %(last)s and {mine}
            """,  # noqa: S608 parts are ours
            {"me": actor.user_id, "teams": teams, "first": first, "last": last},
        )
        return Done(*cursor.fetchone())


def hollow_reasons(actor: Actor, first: date, last: date, *, limit: int = 6) -> list[tuple[str, int]]:
    """Why visits did not count, most frequent first: (code, how many). A visit may have several reasons."""
    scope = actor.scope("visit", "read")
    if scope == "none":
        return []
    mine = "i.actor_id = %s" if scope == "own" else "true" if scope == "all" else "i.team_then_id = any(%s)"
    who: list[Any] = [] if scope == "all" else [actor.user_id] if scope == "own" else [list(actor.led_teams)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.code, count(*) from sales_interaction i cross join lateral unnest(i.reasons) r(code)"  # noqa: S608
            " where i.source = 'visit' and i.voided_at is null and not i.is_valid and i.local_day between %s and %s"
            f" and {mine} group by r.code order by 2 desc, 1 limit %s",
            [first, last, *who, limit],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def no_photo_asked(actor: Actor, *, limit: int = 7) -> list[tuple[int, str, str]]:
    """Customers where a rep asked for 此处禁拍 and nobody confirmed yet: (id, name, owner)."""
    scope = where(actor, "customer", alias="c")
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.id, c.name, coalesce(u.name, '') from sales_customer c left join people_user u on u.id = c.owner_id"  # noqa: S608
            f" where c.no_photo = 'asked' and c.deleted_at is null and {scope.sql} order by c.updated_at limit %s",
            [*scope.params, limit],
        )
        return [tuple(row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Morning:
    """How far the day's decisions are: decided today, since when, until when; still open."""

    decided: int
    open: int
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def minutes(self) -> int:
        """How long it took so far, at least one."""
        if self.began_at is None or self.ended_at is None:
            return 0
        return max(1, round((self.ended_at - self.began_at) / timedelta(minutes=1)))


def morning_of(actor: Actor, start: datetime) -> Morning:
    """The state of the actor's red-light decisions since a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where started_at >= %s), count(*) filter (where state = 'open'),"
            " min(started_at) filter (where started_at >= %s), max(started_at) filter (where started_at >= %s)"
            " from work_task where owner_id = %s and kind = 'silent_customer' and (state = 'open' or started_at >= %s)",
            [start, start, start, actor.user_id, start],
        )
        return Morning(*cursor.fetchone())


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class SaidOf:
    """A customer's words with where they were said and who wrote them down."""

    text: str
    by: str
    customer_id: int
    customer: str
    author: str
    visit_id: int


def quote_of_the_day(actor: Actor, today: date) -> SaidOf | None:
    """今日一句: the fullest words of a valid visit of the last three days, in scope."""
    scope = where(actor, "visit", alias="v")
    with connection.cursor() as cursor:
        cursor.execute(
            "select v.quotes ->> 0, coalesce(n.name, ''), c.id, c.name, coalesce(u.name, ''), v.id from sales_visit v"  # noqa: S608
            " join sales_customer c on c.id = v.customer_id left join sales_contact n on n.id = v.contact_id"
            " left join people_user u on u.id = v.author_id where v.is_valid and v.deleted_at is null and v.quotes <> '[]'"
            f" and v.occurred_at >= %s and {scope.sql} order by v.local_day desc, length(v.quotes ->> 0) desc limit 1",
            [today - timedelta(days=3), *scope.params],
        )
        row = cursor.fetchone()
    return SaidOf(*row) if row else None
