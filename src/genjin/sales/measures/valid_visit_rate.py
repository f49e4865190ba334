"""有效拜访率: how many of the visits made were valid (facts/measures.md §2.6, W11).

Unit = visit, by the day it happened. Denominator: visits recorded and not taken back, plus 待补 of days that are over.
Behaviour goes by who made the visit and the customer's team then; who sees it goes by the customer's owner now.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genjin.kernel.access.scope import where
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.reports.measures import Behind, Figure, Measure, Part, PersonsShare, measures
from genjin.kernel.reports.params import Params

NAME = gettext_lazy("Valid visit rate")
DEFINITION = gettext_lazy(
    "Valid visits ÷ visits done in the period (recorded ones, and incomplete ones from the day after). Valid: need"
    " type, at least one valid photo or accepted proof, a clear next step, and a text that says something new."
    " By who made the visit; every visit counts, no sample."
)


def compute(actor: Actor, params: Params) -> Figure:
    """The figure; beside it how many of the denominator are 待补."""
    visits, visit_params = _visits(actor, params)
    drafts, draft_params = _drafts(actor, params)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*), count(*) filter (where v.is_valid), (select count(*) from ({drafts}) d)"  # noqa: S608
            f" from ({visits}) v",
            [*draft_params, *visit_params],
        )
        done, valid, open_drafts = cursor.fetchone()
    return Figure(
        "valid_visit_rate", str(NAME), valid, done + open_drafts, str(DEFINITION), params.as_of,
        parts=(Part("drafts", _("Incomplete, their day is over"), open_drafts),),
    )  # fmt: skip


def by_person(actor: Actor, params: Params) -> list[PersonsShare]:
    """The figure's parts by who made the visit, by name."""
    visits, visit_params = _visits(actor, params)
    drafts, draft_params = _drafts(actor, params)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select u.username, u.name, sum(x.valid)::bigint, sum(x.done)::bigint from ("  # noqa: S608
            f"select v.actor_id, count(*) filter (where v.is_valid) valid, count(*) done from ({visits}) v group by 1"
            f" union all select d.actor_id, 0, count(*) from ({drafts}) d group by 1) x"
            " join people_user u on u.id = x.actor_id group by u.id order by u.name, u.id",
            [*visit_params, *draft_params],
        )
        return [PersonsShare(*row) for row in cursor.fetchall()]


def records(actor: Actor, params: Params, part: str, after: Behind | None, limit: int) -> list[Behind]:
    """Visits newest first, then 待补."""
    visits, visit_params = _visits(actor, params)
    found: list[Behind] = []
    if after is None or after.object_key == "visit":
        only = "v.is_valid" if part == "numerator" else "true"
        found = _page(f"select v.id from ({visits}) v where {only}", visit_params, "visit", after, limit)  # noqa: S608
    if part == "denominator" and len(found) < limit:
        drafts, draft_params = _drafts(actor, params)
        behind = after if after is not None and after.object_key == "draft" else None
        found += _page(f"select v.id from ({drafts}) v where true", draft_params, "draft", behind, limit - len(found))  # noqa: S608
    return found


def _page(sql: str, params: list[Any], object_key: str, after: Behind | None, limit: int) -> list[Behind]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} and (%s::bigint is null or v.id < %s::bigint) order by v.id desc limit %s::int",
            [*params, after.id if after else None, after.id if after else None, limit],
        )
        return [Behind(object_key, row[0]) for row in cursor.fetchall()]


def _visits(actor: Actor, params: Params) -> tuple[str, list[Any]]:
    """Visits in scope. Who sees everything needs no look at the visit itself: an index of the interactions answers."""
    scope = where(actor, "visit")
    visit = "" if scope.always else "join sales_visit t on t.id = i.source_id and t.deleted_at is null"
    sql = f"""
    select i.source_id as id, i.is_valid, i.actor_id from sales_interaction i {visit}
    where i.source = 'visit' and i.local_day between %s::date and %s::date and i.recorded_at < %s::timestamptz
      and (i.voided_at is null or i.voided_at >= %s::timestamptz) and {scope.sql}
      and (%s::bigint is null or i.actor_id = %s::bigint)
      and (%s::bigint[] is null or i.team_then_id = any(%s::bigint[]))
    """  # noqa: S608 scope is ours
    end = clock.end_of(params.as_of)
    teams = None if params.team_ids is None else list(params.team_ids)
    return sql, [params.first, params.last, end, end, *scope.params, params.owner_id, params.owner_id, teams, teams]


def _drafts(actor: Actor, params: Params) -> tuple[str, list[Any]]:
    """待补 of visits: law 1 — today they count nowhere, from the next local day on they stand in every denominator."""
    scope = where(actor, "visit", alias="d")
    mine = scope.sql.replace("d.owner_id", "d.actor_id")
    sql = f"""
    select d.id, d.actor_id from records_draft d
    where d.object_key = 'visit' and d.completed_id is null and d.discarded_at is null
      and d.local_day between %s::date and %s::date and d.local_day < %s::date and {mine}
      and (%s::bigint is null or d.actor_id = %s::bigint) and (%s::bigint[] is null or d.team_id = any(%s::bigint[]))
    """  # noqa: S608
    teams = None if params.team_ids is None else list(params.team_ids)
    over = min(params.as_of, params.today)
    return sql, [params.first, params.last, over, *scope.params, params.owner_id, params.owner_id, teams, teams]


MEASURE = Measure("valid_visit_rate", NAME, DEFINITION, compute, records, by_person)


def register() -> None:
    """Called once, when the apps are ready."""
    measures.register(MEASURE.key, MEASURE)
