"""Tasks: stamps apart, repeats answered alike, cancelled ones refused in clear words, and seen only in scope."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from genjin.kernel.errors import Forbidden, NotFound, Refused
from genjin.kernel.events.models import Event
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import SYSTEM, Actor
from genjin.kernel.work.assign_task import assign_task, task_row
from genjin.kernel.work.cancel import cancel, cancel_many
from genjin.kernel.work.complete import complete
from genjin.kernel.work.errors import TaskCancelled, TaskDone
from genjin.kernel.work.inbox import get_task, list_tasks, tally
from genjin.kernel.work.models import Task
from genjin.kernel.work.respond import respond
from genjin.kernel.work.start import start
from tests.factories import Cast, cast, customer
from tests.flows.arrange import shift_clock_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def give(owner: Actor, key: str = "t1", **columns: Any) -> int:
    assert owner.user_id is not None
    row = task_row(
        kind=columns.pop("kind", "next_step"), title=columns.pop("title", "带协议文档当面确认"), owner_id=owner.user_id,
        team_id=owner.team_id, dedupe_key=key, **columns,
    )  # fmt: skip
    return assign_task(SYSTEM, [row])[key]


def test_start_answer_and_end_are_three_stamps(people: Cast) -> None:
    task_id = give(people.rep)
    for hour, verb in ((9, start), (10, respond), (11, complete)):
        shift_clock_to(date(2026, 11, 23), hour=hour)
        task = verb(people.rep, task_id) if verb is start else verb(people.rep, task_id, text="已回复客户")  # type: ignore[operator]
    hours = [
        at.astimezone(clock.zone()).hour for at in (task.started_at, task.first_response_at, task.completed_at) if at
    ]
    assert (hours, task.state) == ([9, 10, 11], "done")


def test_each_stamp_is_written_by_its_own_verb_only(people: Cast) -> None:
    task_id = give(people.rep)
    answered = respond(people.rep, task_id, text="已电话确认，周三送文档")
    assert (answered.state, answered.started_at, answered.response) == ("open", None, "已电话确认，周三送文档")
    assert answered.first_response_at is not None
    done = complete(people.rep, task_id, text="文档已交")
    assert (done.state, done.started_at, done.result) == ("done", None, "文档已交")
    assert done.first_response_at == answered.first_response_at


def test_the_first_answer_stays_the_first(people: Cast) -> None:
    task_id = give(people.rep)
    first = respond(people.rep, task_id, text="收到，下午回")
    Task.objects.filter(id=task_id).update(first_response_at=clock.now() - timedelta(hours=2))
    second = respond(people.rep, task_id, text="已回复客户")
    assert second.first_response_at is not None
    assert first.first_response_at is not None
    assert second.first_response_at < first.first_response_at
    assert second.response == "已回复客户"


def test_a_repeat_gives_the_same_answer(people: Cast) -> None:
    task_id = give(people.rep)
    assert start(people.rep, task_id) == start(people.rep, task_id)
    assert complete(people.rep, task_id, text="好了") == complete(people.rep, task_id, text="好了")
    assert complete(people.rep, task_id, text="别的话").result == "好了"
    assert list(Event.objects.filter(object_key="task").order_by("id").values_list("kind", flat=True)) == [
        "task.assigned", "task.started", "task.completed",
    ]  # fmt: skip


def test_events_carry_the_customer_and_the_kind(people: Cast) -> None:
    where = customer(people.rep)
    complete(people.rep, give(people.rep, object_key="customer", record_id=where))
    assert Event.objects.get(kind="task.completed").payload == {"kind": "next_step", "customer": where}


def test_a_cancelled_task_refuses_in_clear_words(people: Cast) -> None:
    task_id = give(people.rep)
    assert cancel(people.rep, task_id, reason="客户已转走").state == "cancelled"
    assert cancel(people.rep, task_id).result == "客户已转走"
    for verb in (start, complete):
        with pytest.raises(TaskCancelled) as refused:
            verb(people.rep, task_id)
        assert (refused.value.status, refused.value.code) == (409, "task_cancelled")
    with pytest.raises(TaskCancelled):
        respond(people.rep, task_id, text="还在吗")


def test_a_done_task_is_neither_started_nor_answered_nor_cancelled(people: Cast) -> None:
    task_id = give(people.rep)
    complete(people.rep, task_id)
    for call in (
        lambda: start(people.rep, task_id),
        lambda: respond(people.rep, task_id, text="再说"),
        lambda: cancel(people.rep, task_id),
    ):
        with pytest.raises(TaskDone):
            call()
    assert cancel_many(SYSTEM, [task_id]) == []


@pytest.mark.parametrize("text", ["", "   ", "长" * 5001, "a\x00b", "半\ud83d"])
def test_words_that_cannot_be_kept_are_refused(people: Cast, text: str) -> None:
    task_id = give(people.rep)
    with pytest.raises(Refused) as refused:
        respond(people.rep, task_id, text=text)
    assert refused.value.errors[0].field == "text"
    assert get_task(people.rep, task_id).first_response_at is None


def test_who_sees_and_who_changes(people: Cast) -> None:
    task_id = give(people.rep)
    assert get_task(people.rep, task_id).owner == "rep"
    assert start(people.supervisor, task_id).state == "started"
    for other in (people.colleague, people.stranger, people.other_supervisor, people.engineer):
        with pytest.raises(NotFound):
            get_task(other, task_id)
        with pytest.raises(NotFound):
            complete(other, task_id)
    assert [task.id for task in list_tasks(people.director)] == [task_id]
    assert list_tasks(people.other_supervisor) == []


def test_readable_is_not_changeable(people: Cast) -> None:
    from dataclasses import replace

    task_id = give(people.rep)
    reader = replace(people.supervisor, grants={("task", "read"): "team"})
    with pytest.raises(Forbidden):
        complete(reader, task_id)


def test_lists_by_state_record_and_owner(people: Cast) -> None:
    where = customer(people.rep, "远驰新能源")
    first = give(people.rep, "a", object_key="customer", record_id=where)
    second = give(people.rep, "b", kind="silent_customer")
    third = give(people.colleague, "c")
    complete(people.rep, second)
    assert [t.id for t in list_tasks(people.supervisor)] == [third, second, first]
    assert [t.id for t in list_tasks(people.supervisor, limit=2)] == [third, second]
    assert [t.id for t in list_tasks(people.supervisor, after_id=second)] == [first]
    assert [t.id for t in list_tasks(people.supervisor, states=("open", "started"))] == [third, first]
    assert [t.id for t in list_tasks(people.supervisor, kinds=("silent_customer",))] == [second]
    assert [t.id for t in list_tasks(people.supervisor, owner_id=people.colleague.user_id)] == [third]
    assert list_tasks(people.supervisor, mine=True) == []
    [about] = list_tasks(people.rep, object_key="customer", record_id=where)
    assert (about.record_title, about.owner_name) == ("远驰新能源", "王磊")


def test_due_first_and_overdue_counted(people: Cast) -> None:
    shift_clock_to(date(2026, 11, 23), hour=19)
    late = give(people.rep, "a", due_on=date(2026, 11, 23))
    soon = give(people.rep, "b", due_on=date(2026, 11, 24))
    never = give(people.rep, "c")
    assert {t.id for t in list_tasks(people.rep, order="due")} == {late, soon, never}
    assert [t.id for t in list_tasks(people.rep, order="due")][-1] == never
    assert (tally(people.rep).open, tally(people.rep).overdue) == (3, 1)
    assert get_task(people.rep, late).is_overdue(clock.now())


def test_the_same_task_is_given_once(people: Cast) -> None:
    assert give(people.rep) == give(people.rep)
    assert Event.objects.filter(kind="task.assigned").count() == 1
