"""What was meant to be true of the demo company is what a judge finds in it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from math import sqrt

import pytest

from genjin.sales.demo import truth
from genjin.sales.demo.rates import last_complete_week
from genjin.sales.demo.world import FollowUp, World

from .judging import Verdict, judge


@pytest.fixture(scope="session")
def verdicts(full: World) -> dict[int, Verdict]:
    return judge(full)


def _visits(world: World, **where: object) -> list[FollowUp]:
    team = {person.username: person.team for person in world.people}
    return [
        record
        for record in world.follow_ups
        if record.kind == "visit"
        and all(getattr(record, key) == value for key, value in where.items() if key != "team")
        and where.get("team", team[record.author]) == team[record.author]
    ]


def _rate(records: list[FollowUp], verdicts: dict[int, Verdict]) -> float:
    return sum(verdicts[record.key].is_valid for record in records) / len(records)


def test_valid_visits_before_and_after_go_live(full: World, verdicts: dict[int, Verdict]) -> None:
    assert _rate(_visits(full, phase="history"), verdicts) == pytest.approx(truth.VALID_BEFORE, abs=0.005)
    assert _rate(_visits(full, phase="live"), verdicts) == pytest.approx(truth.VALID_AFTER, abs=0.005)


def test_half_of_the_last_complete_week_counts(full: World, verdicts: dict[int, Verdict]) -> None:
    monday, sunday = last_complete_week(full.today)
    week = [record for record in _visits(full) if monday <= record.occurred_at.date() <= sunday]
    assert len(week) > 300
    assert _rate(week, verdicts) == pytest.approx(truth.VALID_LAST_WEEK, abs=0.015)


def test_one_team_did_not_change_and_its_interval_says_so(full: World, verdicts: dict[int, Verdict]) -> None:
    before = _visits(full, phase="history", team=truth.UNCHANGED_TEAM)
    after = _visits(full, phase="live", team=truth.UNCHANGED_TEAM)
    p, q = _rate(before, verdicts), _rate(after, verdicts)
    assert p == pytest.approx(truth.UNCHANGED_BEFORE, abs=0.01)
    assert q == pytest.approx(truth.UNCHANGED_AFTER, abs=0.01)
    assert q - p < 1.96 * sqrt(p * (1 - p) / len(before) + q * (1 - q) / len(after))
    for team in full.teams:
        if team.key != truth.UNCHANGED_TEAM:
            assert _rate(_visits(full, phase="live", team=team.key), verdicts) > 0.6


def test_inactive_share_and_the_customers_of_wang_lei(full: World, verdicts: dict[int, Verdict]) -> None:
    first = full.today - timedelta(days=59)
    active = {r.customer for r in full.follow_ups if verdicts[r.key].is_valid and r.occurred_at.date() >= first}
    edge = full.today - timedelta(days=60)
    frame = [customer for customer in full.customers if customer.assigned_on <= edge and not customer.is_won]
    inactive = sum(customer.key not in active for customer in frame)
    assert inactive / len(frame) == pytest.approx(truth.INACTIVE, abs=0.004)
    mine = [customer for customer in full.customers if customer.owner == "rep"]
    untouched = [customer for customer in mine if customer.key not in active]
    assert len(mine) == truth.REP_CUSTOMERS
    assert len(untouched) == truth.REP_INACTIVE + truth.REP_YOUNG_INACTIVE == 118
    young = [customer for customer in mine if customer.assigned_on > edge]
    assert len(young) == truth.REP_YOUNG
    assert sum(customer.key not in active for customer in young) == truth.REP_YOUNG_INACTIVE


def test_visited_customers_without_a_need_on_record(full: World, verdicts: dict[int, Verdict]) -> None:
    visits = _visits(full)
    visited = {record.customer for record in visits}
    needed = {record.customer for record in visits if record.need_type and verdicts[record.key].eff >= 6}
    assert len(visited - needed) / len(visited) == pytest.approx(truth.NEED_BLANK, abs=0.012)


def test_short_and_bare_records_before_go_live(full: World, verdicts: dict[int, Verdict]) -> None:
    history = [record for record in full.follow_ups if record.phase == "history"]
    assert sum(verdicts[r.key].eff < 15 for r in history) / len(history) == pytest.approx(truth.SHORT_BEFORE, abs=0.02)
    bare = sum(not record.attachments for record in history) / len(history)
    assert bare == pytest.approx(truth.NO_ATTACHMENT_BEFORE, abs=0.02)


def test_the_hollow_visits_fall_short_in_many_ways(full: World, verdicts: dict[int, Verdict]) -> None:
    reasons = Counter(reason for record in _visits(full, phase="live") for reason in verdicts[record.key].reasons)
    for code in (
        "text_boilerplate", "text_too_short", "text_copied", "photo_required", "photo_reused", "next_step_required",
        "next_step_unclear", "need_type_required",
    ):  # fmt: skip
        assert reasons[code] >= 15, code
    assert "next_step_due" not in reasons


def test_valid_visits_say_different_things(full: World, verdicts: dict[int, Verdict]) -> None:
    texts = [record.text for record in _visits(full, phase="live") if verdicts[record.key].is_valid]
    assert len(set(texts)) / len(texts) > 0.99
    openings = {text[:14] for text in texts}
    assert len(openings) > 1_000
    assert not [text for text in texts if "{" in text or "}" in text]


def test_every_quote_stands_in_its_text(full: World) -> None:
    quoted = [record for record in full.follow_ups if record.quotes]
    assert len(quoted) > 3_000
    assert all(quote in record.text for record in quoted for quote in record.quotes)


def test_wang_leis_story_lamps(full: World, small: World, verdicts: dict[int, Verdict]) -> None:
    for world, judged in ((full, verdicts), (small, judge(small))):
        story = {customer.name: customer.key for customer in world.customers if customer.owner == "rep"}
        last_valid = {r.customer: r.occurred_at.date() for r in world.follow_ups if judged[r.key].is_valid}
        silent_days = {name: (world.today - last_valid[key]).days for name, key in story.items() if key in last_valid}
        assert silent_days["远驰新能源汽车"] == 14
        assert silent_days["海晟电池"] == 61
        assert silent_days["德维轮毂"] == 13
        assert silent_days["金坛立体仓库"] == 13
        assert silent_days["明昊精密"] <= 5
