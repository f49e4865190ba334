"""A supervisor's morning: at most seven decisions, the record beside each, the rest folded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genjin.kernel.flows.release import backlog_count
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.inbox import TaskRow, list_tasks
from genjin.sales.activity.queries import timeline
from genjin.sales.customers.queries import beside_customers, get_customer, quotes_of
from genjin.sales.queries import done_between, morning_of, no_photo_asked, owed_by
from genjin.sales.visit_queries import files_of_visits, list_visits
from genjin.web.customers.wording import lamp_words
from genjin.web.middleware import actor_of
from genjin.web.today.rep import SILENT, soon_words

DECISIONS = 7
#: How many open decisions are read: enough to fill the seven and to say how many more there are.
READ = 60
#: How many of the others stand in the fold.
REST = 20


def supervisor_day(request: HttpRequest) -> dict[str, Any]:
    """The context of `today/supervisor.html`."""
    actor = actor_of(request)
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    head = morning_context(request)
    shown = head["shown"]
    rest = head["tasks"][len(shown) : len(shown) + REST]
    beside = beside_customers([t.record_id for t in [*shown, *rest] if t.record_id])
    return {
        **head,
        "items": [_item(task, beside) for task in shown], "rest": [_item(task, beside) for task in rest],
        "soon": soon_words(actor, today, days=1, limit=7), "last_ten": list_visits(actor, limit=10),
        "owed": owed_by(actor, today + timedelta(days=30)), "backlog": backlog_count(actor, SILENT),
        "pane": pane_context(actor, shown[0]) if shown else None,
    }  # fmt: skip


def morning_context(request: HttpRequest) -> dict[str, Any]:
    """The head of the morning: how many of the seven are left, and what yesterday was."""
    actor = actor_of(request)
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    morning = morning_of(actor, clock.start_of(today))
    asks = no_photo_asked(actor)
    tasks = list_tasks(actor, mine=True, states=("open",), kinds=(SILENT,), order="due", limit=READ)
    tasks.sort(key=lambda task: (-(task.value or 0), task.id))
    shown = tasks[: max(0, DECISIONS - morning.decided - len(asks))]
    left = len(shown) + len(asks)
    yesterday = today - timedelta(days=1)
    return {
        "sentence": _sentence(actor.name, left, morning.minutes if morning.decided else 0),
        "yesterday": done_between(actor, yesterday, yesterday), "today": today, "tasks": tasks, "shown": shown,
        "asks": asks, "left": left, "decided": morning.decided, "total": morning.decided + left,
        "minutes": morning.minutes, "rest_count": max(0, morning.open - len(shown)),
    }  # fmt: skip


def pane_context(actor: Actor, task: TaskRow) -> dict[str, Any]:
    """The record beside the queue: the customer of a red light with what was written there."""
    assert task.record_id is not None
    customer = get_customer(actor, task.record_id)
    beside = beside_customers([task.record_id])[task.record_id]
    written = [e for e in timeline(task.record_id, limit=12) if e.kind in ("visit", "history")][:3]
    visits = [e for e in written if e.kind == "visit"]
    said, _n = quotes_of(task.record_id, limit=1)
    hollow = next((e for e in visits if not e.body["is_valid"]), None)
    return {
        "task": task, "customer": customer, "beside": beside, "lamp": lamp_words(beside), "written": written,
        "quote": said[0] if said else None, "hollow": hollow, "files": files_of_visits([e.id for e in visits]),
    }  # fmt: skip


def _item(task: TaskRow, beside: dict[int, Any]) -> dict[str, Any]:
    near = beside.get(task.record_id or 0)
    return {"task": task, "beside": near, "lamp": lamp_words(near) if near else task.reason}


def _sentence(name: str, left: int, minutes: int) -> str:
    if left:
        return ngettext("%(name)s, %(n)s thing is yours to decide", "%(name)s, %(n)s things are yours to decide", left) % {
            "name": name, "n": left,
        }  # fmt: skip
    if minutes:
        return ngettext("All clear, it took %(n)s minute", "All clear, it took %(n)s minutes", minutes) % {"n": minutes}
    return _("%(name)s, nothing waits for you") % {"name": name}
