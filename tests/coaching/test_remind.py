"""提醒并辅导: one tap tells the rep why, shows what was not counted, and starts the task; a second tap tells nobody."""

from __future__ import annotations

from datetime import date

import pytest

from genjin.kernel.errors import NotFound
from genjin.kernel.events.models import Event
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.messages.inbox import list_messages
from genjin.kernel.messages.models import Message
from genjin.kernel.work.errors import TaskCancelled
from genjin.kernel.work.models import Task
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.coaching.remind import NobodyToRemind, remind_and_coach
from genjin.sales.models import Customer, Interaction, Visit
from tests.factories import Cast, cast, user_of, visit_body
from tests.flows.arrange import customer_since, shift_clock_to

pytestmark = pytest.mark.django_db

KEY = "silent_customer"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def red(people: Cast) -> int:
    """A customer whose visit was taken back to a hollow one, silent for 15 days: the supervisor's task about him."""
    shift_clock_to(date(2026, 11, 1))
    evaluate(KEY)
    where = customer_since(people.rep, date(2026, 11, 1))
    visit_id = record_visit(
        people.rep, visit_body(people.rep, where, occurred_at=clock.now().isoformat()), origin="api"
    ).visit_id
    Visit.objects.filter(id=visit_id).update(text="常规问候", is_valid=False)
    Interaction.objects.filter(source_id=visit_id).update(
        is_valid=False, reasons=["text_boilerplate"], next_due_on=None
    )
    shift_clock_to(date(2026, 11, 16))
    evaluate(KEY)
    return Task.objects.get(kind=KEY).id


def test_one_tap_tells_the_rep_and_starts_the_task(people: Cast, red: int) -> None:
    done = remind_and_coach(people.supervisor, red)

    assert (done.task.state, done.recipient_id, done.recipient_name) == ("started", people.rep.user_id, "王磊")
    [message] = list_messages(people.rep)
    assert message.id == done.message_id
    assert message.sender_name == "刘芳"
    assert "沉默 15 天，没有下一步" in message.body
    [shown] = message.evidence
    assert (shown["text"], shown["on"], shown["reasons"]) == ("常规问候", "2026-11-01", ["text_boilerplate"])
    assert Event.objects.get(kind="coaching.reminded").payload["customer"] == done.task.record_id


def test_a_second_tap_tells_nobody_again(people: Cast, red: int) -> None:
    assert remind_and_coach(people.supervisor, red) == remind_and_coach(people.supervisor, red)
    assert Message.objects.count() == 1
    assert Event.objects.filter(kind="coaching.reminded").count() == 1


def test_the_rep_reads_it_in_his_language(people: Cast, red: int) -> None:
    user = user_of(people.rep)
    user.language = "en"
    user.save()
    remind_and_coach(people.supervisor, red)
    [message] = list_messages(people.rep)
    assert message.body.startswith("Silent for 15 days, no next step.")
    assert message.evidence[0]["label"] == "Not counted"


def test_others_cannot_tap(people: Cast, red: int) -> None:
    for other in (people.rep, people.other_supervisor, people.engineer):
        with pytest.raises(NotFound):
            remind_and_coach(other, red)
    assert not Message.objects.exists()


def test_a_customer_without_owner_and_a_light_that_is_out(people: Cast, red: int) -> None:
    task = Task.objects.get(id=red)
    Customer.objects.filter(id=task.record_id).update(owner_id=None)
    with pytest.raises(NobodyToRemind):
        remind_and_coach(people.supervisor, red)
    Customer.objects.filter(id=task.record_id).update(owner_id=people.rep.user_id)
    Task.objects.filter(id=red).update(state="cancelled")
    with pytest.raises(TaskCancelled):
        remind_and_coach(people.supervisor, red)
    assert not Message.objects.exists()


def test_only_red_lights_are_coached(people: Cast, red: int) -> None:
    promise = Task.objects.filter(kind="next_step").first()
    assert promise is not None
    with pytest.raises(NotFound):
        remind_and_coach(people.rep, promise.id)
