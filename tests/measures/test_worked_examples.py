"""The first two figures on the worked examples of measures §2.1 and §2.6, in scope, with the records behind them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest

from genjin.kernel.errors import NotFound, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.models import Draft
from genjin.kernel.reports.measures import Behind, figure, measures, percent, records_behind
from genjin.kernel.reports.params import Params, read_params
from genjin.sales.models import Customer, Interaction, Visit
from tests.factories import Cast, cast, customer
from tests.flows.arrange import customer_since, noon, shift_clock_to, touched

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

D = date(2026, 11, 23)
_numbers = itertools.count(70_000_000)


@pytest.fixture
def people() -> Cast:
    people = cast()
    shift_clock_to(D)
    return people


def visited(author: Actor, customer_id: int, day: date, *, valid: bool) -> int:
    row = Customer.objects.get(id=customer_id)
    visit_id = next(_numbers)
    Visit.objects.create(
        id=visit_id, customer_id=customer_id, author_id=author.user_id, owner_id=row.owner_id, team_id=row.team_id,
        occurred_at=noon(day), recorded_at=noon(day), local_day=day, is_valid=valid, client_key=f"v{visit_id}",
    )  # fmt: skip
    Interaction.objects.create(
        id=next(_numbers), customer_id=customer_id, source="visit", source_id=visit_id, actor_id=author.user_id,
        owner_then_id=row.owner_id, team_then_id=author.team_id, occurred_at=noon(day), recorded_at=noon(day),
        local_day=day, is_valid=valid,
    )  # fmt: skip
    return visit_id


def draft(author: Actor, customer_id: int, day: date) -> None:
    Draft.objects.create(
        actor_id=author.user_id, team_id=author.team_id, object_key="visit", client_key=f"d{next(_numbers)}",
        subject_id=customer_id, values={}, local_day=day,
    )  # fmt: skip


def everything_behind(actor: Actor, key: str, params: Params, part: str) -> list[Behind]:
    found: list[Behind] = []
    after = None
    while True:
        page = records_behind(actor, key, params, part=part, after=after, limit=7)
        found += page.items
        if page.next is None:
            return found
        after = page.next


def count_behind(actor: Actor, key: str, params: Params) -> tuple[int, int]:
    """Distinct records behind both parts."""
    parts = [everything_behind(actor, key, params, part) for part in ("numerator", "denominator")]
    assert all(len(part) == len(set(part)) for part in parts)
    return len(parts[0]), len(parts[1])


# -- W11 ------------------------------------------------------------------------------------------------------------


def w11(people: Cast) -> int:
    """Twenty-five visits, seven with need, photo and next step."""
    where = customer(people.rep)
    for n in range(25):
        visited(people.rep, where, D - timedelta(days=n), valid=n < 7)
    return where


def test_w11_seven_of_twenty_five(people: Cast) -> None:
    w11(people)
    found = figure(people.rep, "valid_visit_rate", read_params({}))
    assert (found.numerator, found.denominator, found.value) == (7, 25, Fraction(7, 25))
    assert (found.shown, found.interval, found.as_of) == ("28.0%", None, D)
    assert count_behind(people.rep, "valid_visit_rate", read_params({})) == (7, 25)
    assert found.as_dict()["value"] == 0.28


def test_w0_the_period_is_inclusive(people: Cast) -> None:
    where = customer(people.rep)
    for day in (date(2026, 10, 26), date(2026, 10, 27), D):
        visited(people.rep, where, day, valid=True)
    assert figure(people.rep, "valid_visit_rate", read_params({})).denominator == 2
    given = read_params({"from": "2026-10-26", "to": "2026-10-27"})
    assert figure(people.rep, "valid_visit_rate", given).denominator == 2


def test_incomplete_ones_count_from_the_next_day_on(people: Cast) -> None:
    where = customer(people.rep)
    draft(people.rep, where, D)
    draft(people.rep, where, D - timedelta(days=1))
    found = figure(people.rep, "valid_visit_rate", read_params({}))
    assert (found.numerator, found.denominator, found.parts[0].count) == (0, 1, 1)
    [behind] = everything_behind(people.rep, "valid_visit_rate", read_params({}), "denominator")
    assert behind.object_key == "draft"
    assert everything_behind(people.rep, "valid_visit_rate", read_params({}), "numerator") == []


def test_pages_run_from_visits_into_incomplete_ones(people: Cast) -> None:
    where = customer(people.rep)
    for n in range(10):
        visited(people.rep, where, D, valid=n % 2 == 0)
        draft(people.rep, where, D - timedelta(days=2))
    assert count_behind(people.rep, "valid_visit_rate", read_params({})) == (5, 20)


def test_what_was_taken_back_does_not_count(people: Cast) -> None:
    where = customer(people.rep)
    visit_id = visited(people.rep, where, D, valid=True)
    Interaction.objects.filter(source_id=visit_id).update(voided_at=noon(D) - timedelta(hours=1))
    assert figure(people.rep, "valid_visit_rate", read_params({})).value is None


def test_behaviour_goes_by_who_made_it_and_is_seen_by_who_owns_it_now(people: Cast) -> None:
    where = customer(people.rep)
    visited(people.rep, where, D, valid=True)
    Customer.objects.filter(id=where).update(owner_id=people.colleague.user_id)
    Visit.objects.filter(customer_id=where).update(owner_id=people.colleague.user_id)
    by_rep, by_colleague = read_params({"owner": "rep"}), read_params({"owner": "colleague"})
    assert figure(people.supervisor, "valid_visit_rate", by_rep).denominator == 1
    assert figure(people.supervisor, "valid_visit_rate", by_colleague).denominator == 0
    assert figure(people.colleague, "valid_visit_rate", by_rep).denominator == 1
    assert figure(people.rep, "valid_visit_rate", by_rep).denominator == 0


# -- W4 -------------------------------------------------------------------------------------------------------------


def w4(people: Cast) -> None:
    """287 customers, 118 of them untouched; 12 are younger than 60 days, 5 of those untouched."""
    old, young = D - timedelta(days=60), D - timedelta(days=59)
    for n in range(275):
        where = customer_since(people.rep, old)
        if n >= 113:
            touched(where, date(2026, 9, 25))
    for n in range(12):
        where = customer_since(people.rep, young)
        if n >= 5:
            touched(where, D)


def test_w4_the_younger_stand_beside_it(people: Cast) -> None:
    w4(people)
    found = figure(people.rep, "inactive_share", read_params({}))
    assert (found.numerator, found.denominator, found.shown) == (113, 275, "41.1%")
    assert [(part.key, part.count) for part in found.parts] == [
        ("under_observation", 12), ("under_observation_inactive", 5),
    ]  # fmt: skip
    assert count_behind(people.rep, "inactive_share", read_params({})) == (113, 275)
    assert percent(Fraction(118, 287)) == "41.1%"
    assert percent(Fraction(117, 287)) == "40.8%"


def test_w0_the_window_begins_sixty_days_before(people: Cast) -> None:
    inside, outside = customer_since(people.rep, date(2026, 1, 1)), customer_since(people.rep, date(2026, 1, 1))
    touched(inside, date(2026, 9, 25))
    touched(outside, date(2026, 9, 24))
    behind = everything_behind(people.rep, "inactive_share", read_params({"as_of": "2026-11-23"}), "numerator")
    assert behind == [Behind("customer", outside)]


def test_the_frame_is_active_owned_and_ours(people: Cast) -> None:
    customer_since(people.rep, date(2026, 1, 1), status="pool")
    customer_since(people.rep, date(2026, 1, 1), status="blacklisted")
    customer_since(people.rep, date(2026, 1, 1), owner_id=None)
    customer_since(people.rep, date(2026, 1, 1), deleted_at=noon(D))
    customer_since(people.rep, date(2026, 1, 1), merged_into_id=1)
    customer_since(people.stranger, date(2026, 1, 1))
    assert figure(people.rep, "inactive_share", read_params({})).value is None
    assert figure(people.director, "inactive_share", read_params({})).denominator == 1
    assert figure(people.supervisor, "inactive_share", read_params({})).denominator == 0


def test_as_of_an_earlier_day(people: Cast) -> None:
    where = customer_since(people.rep, date(2026, 8, 1))
    touched(where, date(2026, 10, 20))
    assert figure(people.rep, "inactive_share", read_params({"to": "2026-10-19"})).numerator == 1
    assert figure(people.rep, "inactive_share", read_params({"as_of": "2026-10-20"})).numerator == 0


# -- What every figure owes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["valid_visit_rate", "inactive_share"])
def test_every_registered_measure_counts_what_it_shows(people: Cast, key: str) -> None:
    assert key in measures
    w4(people)
    where = w11(people)
    draft(people.colleague, where, D - timedelta(days=3))
    for actor in (people.rep, people.colleague, people.supervisor, people.stranger, people.director, people.engineer):
        for raw in ({}, {"owner": "rep"}, {"team": str(people.team.id)}, {"from": "2026-11-01", "to": "2026-11-20"}):
            params = read_params(raw)
            found = figure(actor, key, params)
            assert count_behind(actor, key, params) == (found.numerator, found.denominator)


def test_teams_include_those_below(people: Cast) -> None:
    w11(people)
    root = people.team.parent_id
    assert figure(people.director, "valid_visit_rate", read_params({"team": str(root)})).denominator == 25
    other = read_params({"team": str(people.other_team.id)})
    assert figure(people.director, "valid_visit_rate", other).denominator == 0


def test_w1_rounding_is_half_up_from_the_exact_fraction() -> None:
    assert [percent(Fraction(n, d)) for n, d in ((1, 16), (1, 3), (2, 3), (1, 1))] == [
        "6.3%",
        "33.3%",
        "66.7%",
        "100.0%",
    ]
    assert percent(None) == "—"


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({"from": "2026-02-30"}, "from", "invalid_date"),
        ({"from": "2026-11-23", "to": "2026-11-01"}, "from", "period_reversed"),
        ({"as_of": "yesterday"}, "as_of", "invalid_date"),
        ({"team": "999999"}, "team", "not_found"),
        ({"team": "x"}, "team", "not_found"),
        ({"owner": "nobody"}, "owner", "not_found"),
        ({"owner": "re\x00p"}, "owner", "not_found"),
        ({"colour": "red"}, "colour", "unknown_field"),
    ],
)
def test_what_cannot_be_asked_is_named(people: Cast, raw: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_params(raw)
    assert [(e.field, e.code) for e in refused.value.errors] == [(field, code)]


def test_unknown_figures_parts_and_cursors(people: Cast) -> None:
    with pytest.raises(NotFound):
        figure(people.rep, "moon_phase", read_params({}))
    with pytest.raises(Refused):
        records_behind(people.rep, "inactive_share", read_params({}), part="middle")
    with pytest.raises(Refused):
        records_behind(people.rep, "inactive_share", read_params({}), after="x")
