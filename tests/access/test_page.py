"""Lists in scope: right rows, right order, every page, and a plan without a sort of the whole team."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection

from genjin.kernel.access.page import After, Filter, Order, count, page
from genjin.kernel.people.actor import Actor
from tests.factories import Cast, cast, customer

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def people() -> Cast:
    made = cast()
    with connection.cursor() as cursor:
        for n in range(30):
            owner = (made.rep, made.colleague, made.stranger)[n % 3]
            number = customer(owner, f"客户{n:02}")
            if n % 4:
                stamp = f"2026-11-{1 + n % 9:02} 08:00+08"
                cursor.execute("update sales_customer set last_valid_at = %s where id = %s", [stamp, number])
    return made


def rows(actor: Actor, **options: Any) -> list[tuple[Any, ...]]:
    sql, params = page(actor, "customer", "sales_customer", ["id", "last_valid_at", "owner_id"], **options)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


ORDERS = [
    Order("last_valid_at"),
    Order("last_valid_at", descending=True),
    Order("silent_since", nullable=False),
    Order("name_sort"),
    Order("id"),
    Order("id", descending=True),
]


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("who", ["rep", "supervisor", "director", "engineer"])
def test_pages_put_together_are_the_whole_list_in_order(people: Cast, who: str, order: Order) -> None:
    actor = getattr(people, who)
    column = {"id": 0, "last_valid_at": 1}.get(order.column, 3)
    found: list[tuple[Any, ...]] = []
    after = None
    while batch := rows(actor, order=order, limit=4, after=after):
        found += batch
        after = After(batch[-1][column], batch[-1][0])
    whole = rows(actor, order=order, limit=200)
    assert found == whole
    assert (
        len({row[0] for row in whole})
        == len(whole)
        == {"rep": 10, "supervisor": 20, "director": 30, "engineer": 0}[who]
    )


def test_one_owners_records_within_the_scope(people: Cast) -> None:
    order = Order("id")
    assert len(rows(people.supervisor, order=order, limit=50, owner_id=people.colleague.user_id)) == 10
    assert rows(people.supervisor, order=order, limit=50, owner_id=people.stranger.user_id) == []
    assert rows(people.rep, order=order, limit=50, owner_id=people.colleague.user_id) == []


def test_filters_and_counts(people: Cast) -> None:
    filters = Filter("t.last_valid_at is null")
    assert all(row[1] is None for row in rows(people.director, order=Order("id"), limit=50, filters=filters))
    sql, params = count(people.supervisor, "customer", "sales_customer", filters=filters)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.fetchone()[0] == len(rows(people.supervisor, order=Order("id"), limit=50, filters=filters))


def test_no_sort_lies_below_the_append(people: Cast) -> None:
    """Without `nulls first` in every branch PostgreSQL sorts the whole team; small data do not show it, the plan does."""
    order = Order("silent_since", nullable=False)
    sql, params = page(people.supervisor, "customer", "sales_customer", ["id", "name"], order=order, limit=50)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into sales_customer (name, name_key, owner_id, team_id, last_valid_at)"
            " select 'n' || n, 'n' || n, %s, %s, case when n %% 5 > 0 then now() - n * interval '1 minute' end"
            " from generate_series(1, 5000) n",
            [people.colleague.user_id, people.team.id],
        )
        cursor.execute("analyze sales_customer")
        cursor.execute("explain " + sql, params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    below = plan.split("Append", 1)[1]
    assert not re.search(r"-> +(Incremental )?Sort ", below), plan
