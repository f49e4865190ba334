"""The silent watch on the worked examples, and what follows from entering and leaving it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from genjin.kernel.events.drain import drain
from genjin.kernel.events.models import Event
from genjin.kernel.flows.lamps import lamps_of, list_flags
from genjin.kernel.flows.models import Episode, StepRun, Watch
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.records.models import Flag
from genjin.kernel.work.complete import complete
from genjin.kernel.work.models import Task
from genjin.sales.activity.record_visit import record_visit
from tests.factories import Cast, cast, visit_body
from tests.flows.arrange import customer_since, shift_clock_to, touched

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

KEY = "silent_customer"
D = date(2026, 11, 23)


@pytest.fixture
def people() -> Cast:
    return cast()


def nov(day: int) -> date:
    return date(2026, 11, day)


def worked_example(people: Cast) -> dict[str, int]:
    """W12 of measures §2.7, but for G (snoozing comes later)."""
    rep = people.rep
    ids = {letter: customer_since(rep, date(2026, 6, 1)) for letter in "ABCDE"}
    touched(ids["A"], nov(9))
    touched(ids["B"], nov(10))
    touched(ids["C"], nov(1), next_due=nov(30))
    touched(ids["D"], nov(1), next_due=nov(10))
    touched(ids["E"], nov(5))
    touched(ids["E"], nov(20), valid=False)
    ids["F"] = customer_since(rep, nov(1))
    ids["H"] = customer_since(rep, date(2026, 6, 1), status="won")
    touched(ids["H"], nov(1))
    return ids


def test_w12_four_are_red(people: Cast) -> None:
    ids = worked_example(people)
    swept = evaluate(KEY, as_of=D, dry_run=True)
    assert set(swept.entered) == {ids[letter] for letter in "ADEF"}
    assert (swept.left, swept.inside) == ((), 4)


def test_w12_says_why(people: Cast) -> None:
    ids = worked_example(people)
    shift_clock_to(D)
    evaluate(KEY)
    said = {letter: lamps_of("customer", [ids[letter]])[ids[letter]][0].reason for letter in "ADEF"}
    assert said == {
        "A": "沉默 14 天，没有下一步",
        "D": "沉默 22 天，计划已过期",
        "E": "沉默 18 天，没有下一步",
        "F": "分配 22 天，还没有跟进过",
    }
    assert Flag.objects.get(record_id=ids["E"]).reason == "沉默 18 天，没有下一步"


def test_w13_days_are_calendar_days(people: Cast) -> None:
    where = customer_since(people.rep, date(2025, 12, 1))
    touched(where, date(2026, 2, 10))
    assert evaluate(KEY, as_of=date(2026, 2, 23), dry_run=True).entered == ()
    assert evaluate(KEY, as_of=date(2026, 2, 24), dry_run=True).entered == (where,)


def test_a_dry_run_writes_nothing(people: Cast) -> None:
    worked_example(people)
    evaluate(KEY, as_of=D, dry_run=True)
    assert not Episode.objects.exists()
    assert Watch.objects.get(key=KEY).switched_on_at is None


def test_who_was_silent_at_switch_on_gets_a_flag_and_no_task(people: Cast) -> None:
    worked_example(people)
    shift_clock_to(D)
    evaluate(KEY)
    assert Flag.objects.filter(key="silent", backlog=True, left_at=None).count() == 4
    assert not Task.objects.filter(kind=KEY).exists()
    assert Event.objects.filter(kind="watch.entered").count() == 4


def test_who_falls_silent_later_is_the_supervisors_task(people: Cast) -> None:
    shift_clock_to(nov(1))
    evaluate(KEY)
    where = customer_since(people.rep, nov(1))
    shift_clock_to(nov(15))
    assert evaluate(KEY).entered == (where,)
    task = Task.objects.get(kind=KEY)
    assert (task.owner_id, task.record_id, task.state) == (people.supervisor.user_id, where, "open")
    assert task.due_at == clock.at(nov(17), 18)
    assert not Flag.objects.get(record_id=where).backlog
    assert evaluate(KEY).entered == ()
    assert Task.objects.filter(kind=KEY).count() == 1


def test_a_valid_visit_clears_flag_and_task_by_itself(people: Cast) -> None:
    evaluate(KEY)
    where = customer_since(people.rep, clock.today())
    evaluate(KEY, as_of=clock.today() + timedelta(days=14))
    [flag] = list_flags(people.rep, object_key="customer", record_id=where)
    assert (flag.state, flag.reason) == ("open", "分配 14 天，还没有跟进过")

    record_visit(people.rep, visit_body(people.rep, where), origin="api")
    drain()

    assert [flag.state for flag in list_flags(people.rep, object_key="customer", record_id=where)] == ["closed"]
    task = Task.objects.get(kind=KEY)
    assert (task.state, task.owner_id) == ("cancelled", people.supervisor.user_id)
    assert Episode.objects.get(record_id=where).left_at is not None
    assert set(StepRun.objects.values_list("state", flat=True)) == {"undone"}


def test_a_hollow_record_clears_nothing(people: Cast) -> None:
    shift_clock_to(nov(1))
    evaluate(KEY)
    where = customer_since(people.rep, nov(1))
    shift_clock_to(nov(16))
    evaluate(KEY)
    touched(where, nov(16), valid=False)
    assert evaluate(KEY).left == ()


def test_falling_silent_again_is_a_new_episode(people: Cast) -> None:
    shift_clock_to(nov(1))
    evaluate(KEY)
    where = customer_since(people.rep, nov(1))
    shift_clock_to(nov(15))
    evaluate(KEY)
    touched(where, nov(15))
    assert evaluate(KEY).left == (where,)
    shift_clock_to(nov(29))
    assert evaluate(KEY).entered == (where,)
    assert Episode.objects.filter(record_id=where).count() == 2
    assert Task.objects.filter(kind=KEY, state="open").count() == 1


def test_finishing_the_promise_without_another_turns_the_light_on(people: Cast) -> None:
    shift_clock_to(nov(1))
    evaluate(KEY)
    where = customer_since(people.rep, nov(1))
    promised = touched(where, nov(2), next_due=nov(30))
    shift_clock_to(nov(20))
    assert evaluate(KEY).entered == ()
    assert promised.next_task_id is not None
    complete(people.rep, promised.next_task_id, text="文档已交给刘工")
    drain()
    assert Flag.objects.filter(record_id=where, left_at=None).exists()


def test_an_import_of_long_silent_customers_is_backlog_too(people: Cast) -> None:
    """A company switches on with nobody in it and imports its customers afterwards: no flood of tasks."""
    shift_clock_to(nov(1))
    evaluate(KEY)
    shift_clock_to(nov(3))
    old, younger = customer_since(people.rep, date(2026, 5, 1)), customer_since(people.rep, date(2026, 10, 25))
    evaluate(KEY)
    shift_clock_to(nov(9))
    evaluate(KEY)
    assert Flag.objects.get(record_id=old).backlog
    assert not Flag.objects.get(record_id=younger).backlog
    assert list(Task.objects.filter(kind=KEY).values_list("record_id", flat=True)) == [younger]


def test_a_past_day_stamps_that_day(people: Cast) -> None:
    where = customer_since(people.rep, date(2026, 6, 1))
    shift_clock_to(nov(23))
    evaluate(KEY, as_of=date(2026, 8, 3))
    assert clock.local_day(Flag.objects.get(record_id=where).entered_at) == date(2026, 8, 3)
    watch = Watch.objects.get(key=KEY)
    assert watch.switched_on_at is not None
    assert clock.local_day(watch.switched_on_at) == date(2026, 8, 3)


def test_a_deleted_customer_leaves(people: Cast) -> None:
    from genjin.kernel.records.write import delete

    where = customer_since(people.rep, date(2026, 6, 1))
    shift_clock_to(nov(23))
    evaluate(KEY)
    delete(people.supervisor, "customer", where)
    drain()
    assert not Flag.objects.filter(record_id=where, left_at=None).exists()
