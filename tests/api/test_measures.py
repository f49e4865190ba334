"""Figures over the API: their parts by person add up to them."""

from __future__ import annotations

import pytest

from genjin.sales.activity.record_visit import record_visit
from tests.api.caller import Caller, ok, problem
from tests.factories import Cast, customer, visit_body

pytestmark = pytest.mark.django_db


def test_parts_by_person_add_up_to_the_figure_within_the_scope(
    people: Cast, supervisor: Caller, director: Caller
) -> None:
    for who, visits in ((people.rep, 2), (people.colleague, 1), (people.stranger, 3)):
        where = customer(who)
        for _ in range(visits):
            record_visit(who, visit_body(who, where), origin="api")

    team = ok(supervisor.get("/measures/valid_visit_rate?split=owner"))
    everybody = ok(director.get("/measures/valid_visit_rate?split=owner"))

    assert {part["owner"]: part["denominator"] for part in team["split"]} == {"rep": 2, "colleague": 1}
    for shown in (team, everybody):
        assert sum(part["denominator"] for part in shown["split"]) == shown["denominator"]
        assert sum(part["numerator"] for part in shown["split"]) == shown["numerator"]
    assert everybody["denominator"] == 6


def test_a_figure_that_cannot_be_split_says_so(director: Caller) -> None:
    problem(director.get("/measures/inactive_share?split=owner"), 422, "invalid")
