"""What the worker sees to by itself: the sweep of a new day, the lights that imported history puts out, next month's
partitions; and who will turn red soon."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import translation

from genjin.kernel.errors import NotFound
from genjin.kernel.flows import daily
from genjin.kernel.flows.daily import Partitions, sweep_due, sweep_soon
from genjin.kernel.flows.errors import WatchOff
from genjin.kernel.flows.models import Episode, Watch
from genjin.kernel.flows.soon import soon
from genjin.kernel.flows.watches import evaluate, evaluate_records
from genjin.kernel.jobs.worker import ticks
from tests.factories import Cast, cast
from tests.flows.arrange import customer_since, shift_clock_to, touched

pytestmark = pytest.mark.django_db

KEY = "silent_customer"


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(daily, "_not_before", {})
    return cast()


def test_swept_at_the_first_tick_and_once_a_day(people: Cast) -> None:
    shift_clock_to(date(2026, 11, 1), hour=23)
    assert [sweep_due(), sweep_due()] == [1, 0]
    where = customer_since(people.rep, date(2026, 11, 1))
    shift_clock_to(date(2026, 11, 15), hour=0)
    assert [sweep_due(), sweep_due()] == [1, 0]
    assert Episode.objects.get().record_id == where


def test_a_sweep_that_fails_holds_off_and_stops_nobody(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(key: str) -> None:
        raise RuntimeError(key)

    monkeypatch.setattr(daily, "evaluate", fail)
    assert [sweep_due(), sweep_due()] == [1, 0]


def test_imported_history_puts_lights_out_at_the_next_tick(people: Cast) -> None:
    where = customer_since(people.rep, date(2026, 6, 1))
    shift_clock_to(date(2026, 11, 23))
    sweep_due()
    touched(where, date(2026, 11, 20))
    assert sweep_due() == 0
    sweep_soon("customer")
    assert sweep_due() == 1
    assert Episode.objects.get(record_id=where).left_at is not None


def test_what_is_switched_off_is_neither_swept_nor_asked(people: Cast) -> None:
    evaluate(KEY)
    where = customer_since(people.rep, date(2026, 1, 1))
    Watch.objects.update(is_on=False, evaluated_at=None)
    assert sweep_due() == 0
    evaluate_records("customer", [where])
    with pytest.raises(WatchOff):
        evaluate(KEY)
    assert evaluate(KEY, dry_run=True).entered == (where,)
    assert not Episode.objects.exists()


def test_single_records_are_not_looked_at_before_the_first_sweep(people: Cast) -> None:
    where = customer_since(people.rep, date(2026, 1, 1))
    assert evaluate(KEY, record_ids=[where]).entered == ()
    assert Watch.objects.get().switched_on_at is None
    assert evaluate(KEY, record_ids=[]).inside == 0


def test_an_unknown_watch_is_not_there(people: Cast) -> None:
    with pytest.raises(NotFound):
        evaluate("moon")


def test_partitions_are_made_once_a_day(people: Cast) -> None:
    shift_clock_to(date(2027, 3, 30))
    make = Partitions()
    assert [make(), make()] == [1, 0]
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('sales_customer_history_2027_05') is not null")
        assert cursor.fetchone()[0]


def test_the_worker_calls_all_of_it() -> None:
    assert {"events.drain", "flows.sweep", "flows.partitions"} <= set(ticks.keys())


def test_who_turns_red_soon_is_said_with_the_day(people: Cast) -> None:
    shift_clock_to(date(2026, 11, 13))
    evaluate(KEY)
    tomorrow = customer_since(people.rep, date(2026, 11, 1), value=1)
    touched(tomorrow, date(2026, 10, 31))
    day_after = customer_since(people.rep, date(2026, 11, 1), value=900)
    customer_since(people.rep, date(2026, 11, 2))
    customer_since(people.stranger, date(2026, 11, 1))
    red = customer_since(people.rep, date(2026, 10, 1))
    evaluate(KEY)

    rows = soon(people.rep, KEY, days=2)

    assert [(row.record_id, row.on) for row in rows] == [
        (tomorrow, date(2026, 11, 14)), (day_after, date(2026, 11, 15)),
    ]  # fmt: skip
    assert rows[0].reason == "沉默 14 天，没有下一步"
    with translation.override("en"):
        assert soon(people.supervisor, KEY, days=2)[1].reason == "Assigned 14 days ago, never followed up"
    assert soon(people.supervisor, KEY, owner_id=people.colleague.user_id) == []
    assert red not in {row.record_id for row in soon(people.director, KEY, limit=50)}
    assert soon(people.engineer, KEY) == []
