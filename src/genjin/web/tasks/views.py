"""The inbox of tasks, one task, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from genjin.kernel.errors import Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.complete import complete
from genjin.kernel.work.inbox import OPEN_STATES, TaskRow, get_task, list_tasks
from genjin.kernel.work.respond import respond
from genjin.kernel.work.start import start
from genjin.sales.customers.queries import Beside, beside_customers
from genjin.web.errors import is_htmx
from genjin.web.middleware import actor_of
from genjin.web.reading import asked, number_asked, posted

PAGE = 50
STATES = {"open": OPEN_STATES, "done": ("done",), "cancelled": ("cancelled",)}
KINDS = ("next_step", "silent_customer")


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What one owes, the most pressing first; what is done, the newest first."""
    actor = actor_of(request)
    state = asked(request, "state") if asked(request, "state") in STATES else "open"
    kind = asked(request, "kind") if asked(request, "kind") in KINDS else ""
    before = number_asked(request, "before") if state != "open" else None
    order: Any = "due" if state == "open" else "newest"
    limit = 201 if state == "open" else PAGE + 1
    rows = list_tasks(
        actor, mine=True, states=STATES[state], kinds=(kind,) if kind else (), order=order, after_id=before, limit=limit
    )
    shown = rows[: limit - 1]
    context = {
        "groups": _groups(request, shown) if state == "open" else [("", shown)], "state": state, "kind": kind, "count": len(shown),
        "before": shown[-1].id if len(rows) >= limit and state != "open" else None, "is_capped": len(rows) >= limit,
        "beside": _beside(shown),
    }  # fmt: skip
    return render(request, "tasks/rows.html" if is_htmx(request) and before else "tasks/list.html", context)


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task with its three stamps and what can be done."""
    actor = actor_of(request)
    found = get_task(actor, task_id)
    return render(
        request,
        "tasks/task.html",
        {"task": found, "is_mine": found.owner_id == actor.user_id, "beside": _beside([found])},
    )


@require_POST
def start_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """「我来办」."""
    return _act(request, task_id, start, _("Begun"))


@require_POST
def respond_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """The first answer, in words."""
    text = posted(request, "text")
    return _act(request, task_id, lambda actor, key: respond(actor, key, text=text), _("Answered"))


@require_POST
def complete_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """「办完了」."""
    text = posted(request, "text")
    return _act(request, task_id, lambda actor, key: complete(actor, key, text=text), _("Done"))


def _act(request: HttpRequest, task_id: int, verb: Callable[[Actor, int], TaskRow], words: str) -> HttpResponse:
    actor = actor_of(request)
    try:
        found = verb(actor, task_id)
    except Refused as error:
        context = {"task": get_task(actor, task_id), "is_mine": True, "error": error, "beside": {}}
        return render(request, "tasks/task.html", context, status=422)
    messages.success(request, words)
    if posted(request, "back") == "customer" and found.record_id:
        return redirect(f"/customers/{found.record_id}/")
    return redirect("/tasks/" if posted(request, "back") == "list" else f"/tasks/{task_id}/")


def _groups(request: HttpRequest, rows: list[TaskRow]) -> list[tuple[str, list[TaskRow]]]:
    """Late, today, later: a row belongs to the first that fits."""
    from genjin.kernel.jobs import clock

    now = request.now  # type: ignore[attr-defined]
    tonight = clock.end_of(clock.local_day(now))
    late = [t for t in rows if t.is_overdue(now)]
    today = [t for t in rows if t.due_at is not None and now <= t.due_at < tonight]
    later = [t for t in rows if t not in late and t not in today]
    return [(words, group) for words, group in ((_("Late"), late), (_("Today"), today), (_("Later"), later)) if group]


def _beside(rows: list[TaskRow]) -> dict[int, Beside]:
    return beside_customers([t.record_id for t in rows if t.kind == "silent_customer" and t.record_id])
