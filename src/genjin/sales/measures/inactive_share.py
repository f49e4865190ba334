"""近 60 天无有效互动占比: customers that nobody reached for 60 days (facts/measures.md §2.1, W4).

Unit = customer, by the owner now. Frame: active, owned, not merged, assigned for at least 60 days; the younger ones are
reported beside it (未满观察期), they are covered by the silent light. Everybody is looked at, so there is no interval.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genjin.kernel.access.scope import where
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.reports.measures import Behind, Figure, Measure, Part, measures
from genjin.kernel.reports.params import Params

DAYS = 60
NAME = gettext_lazy("Inactive share")
DEFINITION = gettext_lazy(
    "Customers without a valid interaction in the last 60 days ÷ active customers with an owner, assigned for at least"
    " 60 days. Younger ones are counted beside it. By the owner now; every customer counts, no sample."
)

# One pass over the customers in scope, hashed against those reached in the window.
_FRAME = """
with reached as materialized (
  select distinct i.customer_id from sales_interaction i
  where i.is_valid and i.voided_at is null and i.occurred_at >= %s::timestamptz and i.occurred_at < %s::timestamptz
), frame as (
  select t.id, r.customer_id is null as is_inactive,
    (coalesce(t.assigned_at, t.created_at) at time zone 'Asia/Shanghai')::date <= %s::date as is_observed
  from sales_customer t left join reached r on r.customer_id = t.id
  where t.deleted_at is null and t.merged_into_id is null and t.status = 'active' and t.owner_id is not null
    and (coalesce(t.assigned_at, t.created_at) at time zone 'Asia/Shanghai')::date <= %s::date
    and {scope} and (%s::bigint is null or t.owner_id = %s::bigint)
    and (%s::bigint[] is null or t.team_id = any(%s::bigint[]))
)
"""


def compute(actor: Actor, params: Params) -> Figure:
    """The figure; beside it the customers under observation still, and how many of those are untouched."""
    frame, frame_params = _frame(actor, params)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{frame} select count(*) filter (where is_observed and is_inactive), count(*) filter (where is_observed),"  # noqa: S608
            " count(*) filter (where not is_observed), count(*) filter (where not is_observed and is_inactive)"
            " from frame",
            frame_params,
        )
        inactive, observed, young, young_inactive = cursor.fetchone()
    return Figure(
        "inactive_share", str(NAME), inactive, observed, str(DEFINITION), params.as_of,
        parts=(
            Part("under_observation", _("Assigned less than 60 days ago"), young),
            Part("under_observation_inactive", _("Of these without a valid interaction"), young_inactive),
        ),
    )  # fmt: skip


def records(actor: Actor, params: Params, part: str, after: Behind | None, limit: int) -> list[Behind]:
    """Customers by id."""
    frame, frame_params = _frame(actor, params)
    only = "is_observed and is_inactive" if part == "numerator" else "is_observed"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{frame} select id from frame where {only} and id > %s::bigint order by id limit %s::int",  # noqa: S608
            [*frame_params, after.id if after else 0, limit],
        )
        return [Behind("customer", row[0]) for row in cursor.fetchall()]


def _frame(actor: Actor, params: Params) -> tuple[str, list[Any]]:
    scope = where(actor, "customer")
    day = params.as_of
    teams = None if params.team_ids is None else list(params.team_ids)
    return _FRAME.format(scope=scope.sql), [
        clock.start_of(day - timedelta(days=DAYS - 1)), clock.end_of(day), day - timedelta(days=DAYS), day,
        *scope.params, params.owner_id, params.owner_id, teams, teams,
    ]  # fmt: skip


MEASURE = Measure("inactive_share", NAME, DEFINITION, compute, records)


def register() -> None:
    """Called once, when the apps are ready."""
    measures.register(MEASURE.key, MEASURE)
