"""A page asks the database as often for fifty rows as for five."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from genjin.kernel.flows.watches import evaluate
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.models import Customer
from tests.factories import Cast, contact, customer, visit_body


def asked(client: Client, path: str) -> tuple[int, int]:
    """Number of statements of a page, and its length."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured), len(response.content)


def fill(people: Cast, count: int) -> int:
    """Customers with people, visits, promises, red lights; returns one of them with a long past."""
    first = customer(people.rep)
    for _n in range(count):
        here = customer(people.rep, value=1000)
        contact(people.rep, here)
        record_visit(people.rep, visit_body(people.rep, here, quotes=["协议不确认，我不敢排产。"]), origin="form")
        record_visit(people.rep, visit_body(people.rep, first, quotes=["先跑满七天。"]), origin="form")
        record_visit(
            people.rep, visit_body(people.rep, here, client_key=f"d{here}", text="短"), origin="form", draft=True
        )
        red = customer(people.rep)
        Customer.objects.filter(id=red).update(assigned_at="2026-01-01T00:00:00Z")
    evaluate("silent_customer")
    return first


PAGES = ["/", "/customers/", "/customers/?order=name&q=远驰", "/tasks/", "/tasks/?state=done", "/visits/", "/messages/", "/figures/",
         "/figures/valid_visit_rate/records/?part=denominator", "/figures/inactive_share/records/?part=denominator", "/customers/{}/",
         "/customers/{}/?in=", "/customers/{}/visits/new/", "/search/?q=远驰"]  # fmt: skip


def test_pages_ask_as_often_for_many_as_for_few(
    people: Cast, rep: Client, supervisor: Client, director: Client
) -> None:
    here = fill(people, 5)
    few = {(who, path): asked(client, path.format(here)) for who, client, path in _reads(rep, supervisor, director)}
    fill(people, 45)
    many = {(who, path): asked(client, path.format(here)) for who, client, path in _reads(rep, supervisor, director)}
    grown = {key: (few[key][0], many[key][0]) for key in few if many[key][0] > few[key][0]}
    assert not grown
    assert max(n for n, _size in many.values()) <= 22


def _reads(rep: Client, supervisor: Client, director: Client) -> list[tuple[str, Client, str]]:
    reads: list[tuple[str, Any, str]] = [("rep", rep, path) for path in PAGES]
    reads += [("supervisor", supervisor, path) for path in ("/", "/customers/", "/today/backlog/", "/visits/")]
    return [*reads, ("director", director, "/")]


@pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest"])
def test_what_a_phone_asks_besides_pages_touches_no_database(db: None, path: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        Client().get(path)
    assert len(captured) == 0
