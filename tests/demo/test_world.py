"""The simulated company: size, names, dates, and that the same seed tells the same story."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from genjin.lib.text.names import name_key
from genjin.sales.demo.names import CITIES, uscc_check_digit
from genjin.sales.demo.simulate import simulate
from genjin.sales.demo.story import STORY
from genjin.sales.demo.world import World

from .conftest import NOW


def test_the_same_seed_and_moment_make_the_same_company() -> None:
    assert simulate("small", NOW) == simulate("small", NOW)
    assert simulate("small", NOW).follow_ups != simulate("small", NOW, seed=7).follow_ups


def test_the_company_does_not_depend_on_the_hash_seed_of_the_process(small: World) -> None:
    program = (
        "from datetime import UTC, datetime; from genjin.sales.demo.simulate import simulate;"
        "world = simulate('small', datetime(2026, 11, 24, 2, 30, tzinfo=UTC));"
        "print(' '.join(record.text.encode().hex() for record in world.follow_ups))"
    )
    expected = [record.text.encode().hex() for record in small.follow_ups]
    for seed in ("1", "2"):
        out = subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        assert out.split() == expected


def test_the_full_company_has_the_promised_size(full: World) -> None:
    roles = Counter(person.role for person in full.people)
    assert roles["rep"] == 47
    assert roles["supervisor"] == len(full.teams) == 3
    assert {"director", "technical_lead", "technical_director", "production", "logistics", "administrator"} <= set(
        roles
    )
    assert len(full.customers) == 12_000
    assert len(full.photos) <= 1_500
    assert (full.today - full.started_on).days == 26 * 7 - 1
    assert (full.today - full.live_on).days == 13 * 7 - 1
    assert sum(customer.owner == "rep" for customer in full.customers) == 287
    assert 1.2 < len(full.contacts) / len(full.customers) < 1.4


def test_the_small_company_has_the_promised_size(small: World) -> None:
    assert len(small.teams) == 1
    assert len(small.customers) == 300
    assert 4 <= sum(person.role == "rep" for person in small.people) <= 6
    assert min(record.occurred_at for record in small.follow_ups if record.phase == "live").date() >= small.started_on
    assert (small.today - small.started_on).days == 4 * 7 - 1


@pytest.mark.parametrize("size", ["full", "small"])
def test_supervisor_supervises_rep_and_the_demo_people_are_there(size: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(size)
    people = {person.username: person for person in world.people}
    assert [people[name].name for name in ("director", "supervisor", "rep", "engineer")] == [
        "周敏",
        "刘芳",
        "王磊",
        "陈工",
    ]
    assert {"admin"} <= set(people)
    assert people["rep"].team == people["supervisor"].team
    long_owned = [c for c in world.customers if c.owner == "rep" and (world.today - c.assigned_on).days >= 180]
    assert len(long_owned) > 30


def test_company_names_are_distinct_also_without_city_brackets_and_legal_form(full: World) -> None:
    assert len({customer.name for customer in full.customers}) == len(full.customers)
    keys = Counter(name_key(customer.name) for customer in full.customers)
    assert max(keys.values()) == 1


def test_telephones_and_credit_codes_are_distinct_and_well_formed(full: World) -> None:
    codes = [customer.uscc for customer in full.customers if customer.uscc]
    assert len(codes) > 5_000
    assert len(set(codes)) == len(codes)
    assert all(uscc_check_digit(code[:17]) == code[17] for code in codes)
    phones = [customer.phone for customer in full.customers if customer.phone]
    phones += [contact.phone for contact in full.contacts]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("+86") and phone[1:].isdigit() for phone in phones)


def test_places_lie_in_their_city(full: World) -> None:
    for customer in full.customers[::97]:
        _, _, lat, lon, _ = CITIES[customer.city]
        assert abs(customer.lat - lat) < 0.2
        assert abs(customer.lon - lon) < 0.2
        assert customer.address.startswith(customer.city)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
        datetime(2026, 11, 21, 15, 59, tzinfo=UTC),  # a Saturday night
        datetime(2026, 11, 22, 16, 1, tzinfo=UTC),  # Monday, one minute past midnight
        datetime(2027, 1, 1, 4, 0, tzinfo=UTC),
    ],
)
def test_nothing_lies_ahead_of_now_but_promises(now: datetime) -> None:
    world = simulate("small", now)
    assigned = {customer.key: customer.assigned_on for customer in world.customers}
    for record in world.follow_ups:
        assert record.occurred_at <= record.recorded_at <= now
        assert record.occurred_at.date() >= assigned[record.customer]
        step = record.next_step
        if step and step.due_on:
            assert step.due_on <= world.today + timedelta(days=90)
        if step and step.done_at:
            assert record.occurred_at <= step.done_at <= now
    assert all(photo.taken_at <= now for photo in world.photos)
    shift = now - NOW
    assert world.today == (NOW + shift).astimezone(world.now.tzinfo).date()


def test_the_story_customers_are_there_and_yuanchi_is_hollow(full: World, small: World) -> None:
    for world in (full, small):
        by_name = {customer.name: customer for customer in world.customers if customer.owner == "rep"}
        assert {entry.name for entry in STORY} <= set(by_name)
        yuanchi = by_name["远驰新能源汽车"]
        assert (world.today - yuanchi.assigned_on).days >= 180
        visits = [r for r in world.follow_ups if r.customer == yuanchi.key and r.kind == "visit"]
        assert len(visits) == 3
        assert all("常规问候" in visit.text for visit in visits)
        photos = [photo for visit in visits for photo in visit.photos]
        assert len(photos) == 2
        assert len(set(photos)) == 1


def test_photos_belong_to_the_last_four_weeks_and_older_visits_carry_names_only(full: World) -> None:
    for record in full.follow_ups:
        age = (full.today - record.occurred_at.date()).days
        if record.photos:
            assert age < 28
            assert record.kind == "visit"
        if record.phase == "history" and record.kind != "visit":
            assert record.next_step is None
    assert any(record.attachments for record in full.follow_ups if record.phase == "history")


@pytest.mark.parametrize("size", ["full", "small"])
def test_visits_of_the_last_four_weeks_show_files_not_names(size: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(size)
    recent = [
        record
        for record in world.follow_ups
        if record.kind == "visit" and (world.today - record.occurred_at.date()).days < 28
    ]
    assert sum(bool(record.photos) for record in recent) / len(recent) > 0.7
    assert not any(record.attachments for record in recent)
