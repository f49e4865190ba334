"""存量 is taken up by hand: by value, a few a week for each rep, and only by who may."""

from __future__ import annotations

from datetime import date

import pytest

from genjin.kernel.errors import Forbidden
from genjin.kernel.events.models import Event
from genjin.kernel.flows.models import Episode
from genjin.kernel.flows.release import backlog, backlog_count, release
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.records.models import Flag
from genjin.kernel.work.models import Task
from tests.factories import Cast, cast
from tests.flows.arrange import customer_since, shift_clock_to

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

KEY = "silent_customer"


@pytest.fixture
def people() -> Cast:
    """Eight silent customers of one rep, two of his colleague, one of a stranger, taken in on a Monday."""
    people = cast()
    for n in range(8):
        customer_since(people.rep, date(2026, 6, 1), value=100 * n)
    for n in range(2):
        customer_since(people.colleague, date(2026, 6, 1), value=n)
    customer_since(people.stranger, date(2026, 6, 1))
    shift_clock_to(date(2026, 11, 23))
    evaluate(KEY)
    return people


def test_backlog_stands_by_value_and_says_what_may_go(people: Cast) -> None:
    rows = backlog(people.supervisor, KEY)
    assert [int(row.value or 0) for row in rows] == [700, 600, 500, 400, 300, 200, 100, 1, 0, 0]
    assert all(row.may_release for row in rows)
    assert rows[0].reason == "分配 175 天，还没有跟进过"
    assert backlog_count(people.supervisor, KEY) == 10
    assert backlog_count(people.director, KEY) == 11
    assert backlog_count(people.rep, KEY) == 8


def test_five_a_week_for_each_rep(people: Cast) -> None:
    everything = [row.episode_id for row in backlog(people.supervisor, KEY)]
    taken = release(people.supervisor, everything)
    assert (len(taken.released), len(taken.held_back)) == (7, 3)
    assert [row.may_release for row in backlog(people.supervisor, KEY)] == [False] * 3
    assert Task.objects.filter(kind=KEY, owner_id=people.supervisor.user_id).count() == 7
    assert Flag.objects.filter(backlog=True, left_at=None).count() == 4
    assert Event.objects.filter(kind="watch.released").count() == 7
    assert {int(e) for e in Episode.objects.exclude(released_at=None).values_list("id", flat=True)} == set(
        taken.released
    )

    shift_clock_to(date(2026, 11, 29), hour=23)
    assert release(people.supervisor, taken.held_back).released == ()
    shift_clock_to(date(2026, 11, 30), hour=0)
    assert release(people.supervisor, taken.held_back).released == taken.held_back


def test_releasing_twice_is_once(people: Cast) -> None:
    first = backlog(people.supervisor, KEY)[0].episode_id
    assert release(people.supervisor, [first]).released == (first,)
    assert release(people.supervisor, [first]) == release(people.supervisor, [])
    assert Task.objects.filter(kind=KEY).count() == 1


def test_nothing_is_released_by_itself(people: Cast) -> None:
    for day in range(24, 31):
        shift_clock_to(date(2026, 11, day))
        evaluate(KEY)
    assert not Task.objects.filter(kind=KEY).exists()


def test_who_may_not_release_may_not(people: Cast) -> None:
    theirs = backlog(people.director, KEY)[-1].episode_id
    with pytest.raises(Forbidden):
        release(people.rep, [theirs])
    own = [row.episode_id for row in backlog(people.supervisor, KEY)]
    assert release(people.other_supervisor, own).released == ()
    assert not Task.objects.filter(kind=KEY).exists()
