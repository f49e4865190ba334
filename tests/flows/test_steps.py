"""The step contract: once per key, undone on leaving, capped, and a poison case stops nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from genjin.kernel.flows import definition
from genjin.kernel.flows.definition import read_definition
from genjin.kernel.flows.errors import DefinitionInvalid
from genjin.kernel.flows.models import StepRun, Watch
from genjin.kernel.flows.resume import resume
from genjin.kernel.flows.runner import TIMER_KIND
from genjin.kernel.flows.steps.contract import Case, Context, Done, Fail, Outcome, Wait, read_config, steps
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.jobs.models import Timer
from genjin.kernel.messages.models import Message
from genjin.kernel.records.models import Flag
from genjin.kernel.work.models import Task
from tests.factories import Cast, cast
from tests.flows.arrange import customer_since, shift_clock_to, touched

pytestmark = pytest.mark.django_db

KEY = "silent_customer"
START = date(2026, 11, 1)


@dataclass(frozen=True)
class NoConfig:
    """Nothing to set."""


class Probe:
    """A step that does what the test says and remembers what it was asked."""

    key = "probe"
    version = 1
    label = "Probe"
    quiet = False
    config: type = NoConfig

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.undone: list[int] = []
        self.poison: int | None = None
        self.wait_until: datetime | None = None
        self.failing: Fail | None = None

    def run(self, context: Context, cases: Sequence[Case], config: NoConfig) -> list[Outcome]:
        self.asked.append([case.record_id for case in cases])
        if self.poison in self.asked[-1]:
            raise RuntimeError("poison")
        if self.wait_until is not None and context.now < self.wait_until:
            return [Wait(self.wait_until) for _case in cases]
        return [self.failing or Done({"seen": case.record_id}) for case in cases]

    def undo(self, context: Context, effects: Mapping[int, dict[str, Any]], config: NoConfig) -> None:
        self.undone += [effect["seen"] for effect in effects.values()]

    def addressees(self, cases: Sequence[Case], config: NoConfig) -> list[int | None]:
        return [None for _case in cases]


@pytest.fixture
def people() -> Cast:
    """The shipped watch, switched on with nobody in it."""
    people = cast()
    shift_clock_to(START)
    evaluate(KEY)
    return people


@pytest.fixture
def probe() -> Any:
    step = Probe()
    definition._kept.cache_clear()  # it would remember the probe of another test
    with steps.temporarily("probe", step):
        yield step


def set_steps(*given: dict[str, Any], **limits: Any) -> None:
    watch = Watch.objects.get(key=KEY)
    raw = {**watch.definition, "steps": list(given), "limits": {**watch.definition["limits"], **limits}}
    read_definition(raw)
    Watch.objects.filter(key=KEY).update(definition=raw)


def silent(people: Cast, count: int = 1) -> list[int]:
    ids = [customer_since(people.rep, START, value=n) for n in range(count)]
    shift_clock_to(START + timedelta(days=14))
    return ids


def test_a_step_runs_once_however_often_it_is_asked(people: Cast, probe: Probe) -> None:
    set_steps({"step": "probe"})
    ids = silent(people, 3)
    for _again in range(3):
        evaluate(KEY)
    assert sorted(record_id for asked in probe.asked for record_id in asked) == ids
    assert StepRun.objects.filter(step="probe", state="done").count() == 3


def test_one_poison_case_stops_nobody_else_and_is_tried_again(people: Cast, probe: Probe) -> None:
    set_steps({"step": "probe"})
    good, bad, other = silent(people, 3)
    probe.poison = bad
    evaluate(KEY)
    runs = dict(StepRun.objects.values_list("record_id", "state"))
    assert runs == {good: "done", bad: "failed", other: "done"}
    assert StepRun.objects.get(record_id=bad).error == "RuntimeError"
    probe.poison = None
    evaluate(KEY)
    assert StepRun.objects.get(record_id=bad).state == "done"


def test_what_failed_for_good_is_left_alone(people: Cast, probe: Probe) -> None:
    set_steps({"step": "probe"})
    silent(people)
    probe.failing = Fail("gone", retryable=False)
    evaluate(KEY)
    evaluate(KEY)
    assert len(probe.asked) == 1


def test_a_waiting_step_goes_on_by_its_timer(people: Cast, probe: Probe) -> None:
    set_steps(
        {"step": "probe"}, {"step": "assign_task", "config": {"kind": "call", "to": "owner", "title": {"en": "Call"}}}
    )
    [where] = silent(people)
    until = probe.wait_until = clock.at(START + timedelta(days=16), 9)
    evaluate(KEY)
    timer = Timer.objects.get(kind=TIMER_KIND)
    assert (timer.due_at, StepRun.objects.get().state) == (until, "wait")
    assert not Task.objects.filter(kind="call").exists()

    shift_clock_to(START + timedelta(days=16), hour=10)
    resume(timer.key, timer.payload)

    assert Task.objects.get(kind="call").owner_id == people.rep.user_id
    assert StepRun.objects.get(step="probe").state == "done"
    assert StepRun.objects.get(step="probe").record_id == where


def test_leaving_forgets_what_waits(people: Cast, probe: Probe) -> None:
    set_steps({"step": "probe"})
    [where] = silent(people)
    probe.wait_until = clock.at(START + timedelta(days=30), 9)
    evaluate(KEY)
    touched(where, START + timedelta(days=14))
    evaluate(KEY)
    assert not Timer.objects.filter(kind=TIMER_KIND).exists()
    assert probe.undone == []


def test_leaving_undoes_everything(people: Cast, probe: Probe) -> None:
    told = {"kind": "silent", "to": "owner", "title": {"zh-hans": "{title}该跟进了"}}
    set_steps(
        {"step": "raise_flag", "config": {"key": "silent"}},
        {"step": "assign_task", "config": {"kind": KEY, "to": "supervisor", "title": {"zh-hans": "{title}：沉默"}}},
        {"step": "send_message", "config": told},
        {"step": "probe"},
    )
    [where] = silent(people)
    evaluate(KEY)
    assert Task.objects.get(kind=KEY).title.endswith("：沉默")
    assert Message.objects.get().recipient_id == people.rep.user_id

    touched(where, START + timedelta(days=14))
    evaluate(KEY)

    assert Flag.objects.get().left_at is not None
    assert Task.objects.get(kind=KEY).state == "cancelled"
    assert Message.objects.get().withdrawn_at is not None
    assert probe.undone == [where]
    assert set(StepRun.objects.values_list("state", flat=True)) == {"undone"}


def test_what_was_done_or_read_stays(people: Cast) -> None:
    [where] = silent(people)
    evaluate(KEY)
    Task.objects.filter(kind=KEY).update(state="done")
    touched(where, START + timedelta(days=14))
    evaluate(KEY)
    assert Task.objects.get(kind=KEY).state == "done"


def test_the_rest_comes_tomorrow_the_most_valuable_first(people: Cast) -> None:
    watch = Watch.objects.get(key=KEY)
    set_steps(*watch.definition["steps"], per_owner_per_day=2)
    ids = silent(people, 5)
    evaluate(KEY)
    assert set(Task.objects.values_list("record_id", flat=True)) == set(ids[3:])
    assert Flag.objects.filter(left_at=None).count() == 5
    evaluate(KEY)
    assert Task.objects.count() == 2
    shift_clock_to(START + timedelta(days=15))
    evaluate(KEY)
    assert set(Task.objects.values_list("record_id", flat=True)) == set(ids[1:])
    evaluate(KEY, capped=False)
    assert Task.objects.count() == 5


def test_a_task_without_anybody_to_do_it_waits_for_somebody(people: Cast) -> None:
    from genjin.kernel.people.models import User

    [where] = silent(people)
    leaders = [people.supervisor, people.director, people.admin]
    User.objects.filter(id__in=[a.user_id for a in leaders]).update(is_active=False)
    evaluate(KEY)
    assert StepRun.objects.get(step="assign_task").error == "nobody_to_assign"
    User.objects.filter(id=people.director.user_id).update(is_active=True)
    evaluate(KEY)
    assert Task.objects.get(record_id=where).owner_id == people.director.user_id


@pytest.mark.parametrize(
    ("step", "raw", "words"),
    [
        ("assign_task", {"kind": "x", "to": "nobody", "title": {"en": "t"}}, "nobody we know"),
        ("assign_task", {"kind": "x", "to": "owner"}, "“title” is needed"),
        ("assign_task", {"kind": "x", "to": "owner", "title": "t"}, "wrong type"),
        ("assign_task", {"kind": "x", "to": "owner", "title": {"en": "t"}, "due_in_days": True}, "wrong type"),
        ("raise_flag", {"key": "silent", "colour": "red"}, "no setting “colour”"),
        ("raise_flag", {"key": "a b"}, "is no key"),
        ("raise_flag", ["silent"], "must be a mapping"),
    ],
)
def test_a_wrong_setting_is_named(step: str, raw: Any, words: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        read_config(steps.get(step), raw)
    assert words in str(refused.value.message)
