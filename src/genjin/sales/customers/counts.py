"""拜访 N · 有效 M: the two figures that stand beside every customer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class VisitCount:
    """拜访 N · 有效 M of a window: law 7, never the one without the other."""

    visits: int
    valid: int


def visit_counts(customer_ids: list[int], *, days: int = 30) -> dict[int, VisitCount]:
    """Counts per customer over the last `days` local days; 待补 whose day is over count as visits, never as valid."""
    if not customer_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with d as (select (genjin_now() at time zone 'Asia/Shanghai')::date as today)
            select c.id,
              (select count(*) from sales_interaction i where i.customer_id = c.id and i.source = 'visit'
                 and i.voided_at is null and i.local_day > d.today - %(days)s::int)
              + (select count(*) from records_draft r where r.object_key = 'visit' and r.subject_id = c.id
                 and r.completed_id is null and r.discarded_at is null
                 and r.local_day > d.today - %(days)s::int and r.local_day < d.today),
              (select count(*) from sales_interaction i where i.customer_id = c.id and i.source = 'visit' and i.is_valid
                 and i.voided_at is null and i.local_day > d.today - %(days)s::int)
            from unnest(%(ids)s::bigint[]) c(id), d
            """,
            {"days": days, "ids": customer_ids},
        )
        return {row[0]: VisitCount(row[1], row[2]) for row in cursor.fetchall()}
