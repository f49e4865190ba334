"""The first page, by role, and the decisions made on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from genjin.kernel.access.scope import require_any
from genjin.kernel.flows.release import backlog, backlog_count, release
from genjin.kernel.people.models import Role
from genjin.kernel.work.inbox import get_task
from genjin.sales.coaching.remind import remind_and_coach
from genjin.web.errors import is_htmx, triggers
from genjin.web.middleware import actor_of
from genjin.web.today.administrator import administrator_day
from genjin.web.today.director import director_day
from genjin.web.today.rep import SILENT, rep_day
from genjin.web.today.supervisor import morning_context, pane_context, supervisor_day

Day = Callable[[HttpRequest], dict[str, Any]]

DAYS: dict[str, tuple[str, Day]] = {
    Role.REP: ("today/rep.html", rep_day),
    Role.SUPERVISOR: ("today/supervisor.html", supervisor_day),
    Role.DIRECTOR: ("today/director.html", director_day),
    Role.ADMINISTRATOR: ("today/administrator.html", administrator_day),
}


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The first page; who has no page of his own sees what he owes."""
    day = DAYS.get(actor_of(request).role)
    if day is None:
        return redirect("/tasks/")
    template, build = day
    return render(request, template, build(request))


@require_GET
def pane(request: HttpRequest, task_id: int) -> HttpResponse:
    """The record of one decision, beside the queue; on its own it is the customer's page."""
    actor = actor_of(request)
    task = get_task(actor, task_id)
    if not is_htmx(request):
        return redirect(f"/customers/{task.record_id}/")
    return render(request, "today/pane.html", pane_context(actor, task))


@require_POST
def remind(request: HttpRequest, task_id: int) -> HttpResponse:
    """「提醒并辅导」: the rep is told with the evidence, the task is stamped as begun."""
    reminded = remind_and_coach(actor_of(request), task_id)
    words = _("%(name)s has been told, with the evidence") % {"name": reminded.recipient_name}
    if is_htmx(request):
        head = render(request, "today/morning.html", {**morning_context(request), "swapped": True})
        return triggers(head, decided={"item": str(task_id)}, toast={"text": words})
    messages.success(request, words)
    return redirect("/tasks/" if request.POST.get("back") == "/tasks/" else "/")


@require_http_methods(["GET", "POST"])
def silent_backlog(request: HttpRequest) -> HttpResponse:
    """存量: those silent before the watch was on, by value; the supervisor lets out five a week per rep."""
    actor = actor_of(request)
    require_any(actor, "release", "customer")
    if request.method == "POST":
        ids = [int(i) for i in request.POST.getlist("episode") if i.isascii() and i.isdigit() and len(i) <= 18]
        released = release(actor, ids[:50])
        _say_released(request, len(released.released), len(released.held_back))
        return redirect("/" if released.released else "/today/backlog/")
    rows = backlog(actor, SILENT, limit=50)
    picked = {row.episode_id for row in [r for r in rows if r.may_release][:5]}
    return render(
        request, "today/backlog.html", {"rows": rows, "picked": picked, "count": backlog_count(actor, SILENT)}
    )


def _say_released(request: HttpRequest, released: int, held_back: int) -> None:
    if released:
        messages.success(request, _("%(n)s released, the tasks are made") % {"n": released})
    if held_back:
        messages.info(request, _("%(n)s wait for next week: five a week for each rep") % {"n": held_back})
    if not released and not held_back:
        messages.info(request, _("Choose at least one."))
