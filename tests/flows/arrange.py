"""Customers with a past, as rows: what watches and measures look back on cannot be recorded through today's doors."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from django.db import connection

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.models import Task
from genjin.sales.models import Customer, Interaction
from tests.factories import customer

_numbers = itertools.count(50_000_000)


def noon(day: date) -> datetime:
    return clock.at(day, 12)


def customer_since(owner: Actor, day: date, **columns: Any) -> int:
    """A customer that its owner got on a day."""
    where = customer(owner)
    Customer.objects.filter(id=where).update(assigned_at=noon(day), **columns)
    return where


def touched(
    customer_id: int, day: date, *, valid: bool = True, next_due: date | None = None, **columns: Any
) -> Interaction:
    """A record about a customer on a day, with a promise that is still open when `next_due` is given."""
    row = Customer.objects.get(id=customer_id)
    task_id = promise(row, next_due) if next_due else None
    return Interaction.objects.create(
        customer_id=customer_id, source="visit", source_id=next(_numbers), actor_id=row.owner_id,
        owner_then_id=row.owner_id, team_then_id=row.team_id, occurred_at=noon(day), recorded_at=noon(day), local_day=day,
        is_valid=valid, next_task_id=task_id, next_due_on=next_due, eff_chars=20 if valid else 0, **columns,
    )  # fmt: skip


def promise(row: Customer, due_on: date) -> int:
    """An open next step."""
    assert row.owner_id is not None
    return Task.objects.create(
        id=next(_numbers), kind="next_step", title="带协议文档当面确认", owner_id=row.owner_id, team_id=row.team_id,
        object_key="customer", record_id=row.id, due_on=due_on, due_at=clock.at(due_on, 18),
        dedupe_key=f"next_step:{next(_numbers)}",
    ).id  # fmt: skip


def shift_clock_to(day: date, hour: int = 9) -> None:
    """Have it be that day for the product: the demo's own way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into jobs_clockshift (id, shift) values (1, %s::timestamptz - now())"
            " on conflict (id) do update set shift = excluded.shift",
            [clock.at(day, hour)],
        )
