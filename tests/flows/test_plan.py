"""The plan of the watch's statement on twenty thousand customers: hashed, never one look per pair."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from genjin.kernel.flows.watches import evaluate
from genjin.sales.models import Customer
from tests.factories import Cast, cast

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

KEY = "silent_customer"
CUSTOMERS = 20_000


@pytest.fixture
def crowd() -> Cast:
    """Twenty thousand customers of one rep, each with three records, a third of them red."""
    people = cast()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into sales_customer (name, name_key, owner_id, team_id, assigned_at, value)"
            " select '客户' || g, 'k' || g, %s, %s, now() - interval '200 days', g from generate_series(1, %s) g",
            [people.rep.user_id, people.rep.team_id, CUSTOMERS],
        )
        cursor.execute(
            "insert into sales_interaction (customer_id, source, source_id, actor_id, occurred_at, recorded_at, local_day,"
            " is_valid) select c.id, 'visit', nextval('record_id'), c.owner_id, x.at, x.at, x.at::date, true"
            " from sales_customer c, generate_series(1, 3) g,"
            " lateral (select now() - interval '1 day' * (c.id % 21 + g * 20 - 20) as at) x"
        )
        cursor.execute("analyze sales_customer")
        cursor.execute("analyze sales_interaction")
    return people


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(found for part in plan.get("Plans", ()) for found in nodes(part))]


def test_matches_and_episodes_are_joined_by_hash(crowd: Cast) -> None:
    first = evaluate(KEY)
    assert 6_000 < len(first.entered) < 8_000
    with connection.cursor() as cursor:
        cursor.execute("analyze flows_episode")
    with CaptureQueriesContext(connection) as ran:
        evaluate(KEY)
    [sweep] = [query["sql"] for query in ran.captured_queries if "full join" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + sweep)
        [plan] = cursor.fetchone()[0]
    full = [node for node in nodes(plan["Plan"]) if node.get("Join Type") == "Full"]
    assert [node["Node Type"] for node in full] in (["Hash Join"], ["Merge Join"])
    assert not [node for node in nodes(plan["Plan"]) if node.get("Join Type") == "Anti"]


def test_a_sweep_that_finds_nothing_new_runs_few_statements(crowd: Cast) -> None:
    evaluate(KEY)
    with CaptureQueriesContext(connection) as ran:
        assert evaluate(KEY).entered == ()
    assert len(ran) <= 14, [query["sql"][:80] for query in ran.captured_queries]


def test_the_statement_asks_only_for_the_records_named(crowd: Cast) -> None:
    evaluate(KEY)
    some = list(Customer.objects.order_by("id").values_list("id", flat=True)[:5])
    swept = evaluate(KEY, record_ids=some, dry_run=True)
    assert (swept.entered, swept.left) == ((), ())
    assert swept.inside <= 5
