"""Pages and endpoints of visits."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.jobs import clock
from genjin.kernel.jobs.retry import retrying
from genjin.kernel.records.once import MAX_KEY, Idempotency
from genjin.sales.activity.record_visit import judge_only, record_visit
from genjin.sales.customers.queries import get_customer
from genjin.sales.queries import done_between, drafts_of, files_of_visits, list_visits
from genjin.web.middleware import actor_of
from genjin.web.reading import asked, json_body, number_asked
from genjin.web.visits.answers import judged, saved
from genjin.web.visits.form import form_context
from genjin.web.visits.reading import as_sent

PAGE = 50


@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """GET: the list. POST: record one (JSON, from the form's script)."""
    return _record(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    state = asked(request, "state")
    is_valid = {"valid": True, "hollow": False}.get(state)
    before = number_asked(request, "before")
    reason = asked(request, "reason", 40)
    rows = list_visits(actor, is_valid=is_valid, before_id=before, reason=reason, limit=PAGE + 1)
    shown = rows[:PAGE]
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    drafts, drafts_count = drafts_of(actor) if not before else ([], 0)
    context = {
        "done": done_between(actor, today - timedelta(days=29), today) if not before else None,
        "visits": shown, "state": state, "reason": reason, "before": shown[-1].id if len(rows) > PAGE else None,
        "files": files_of_visits([v.id for v in shown]), "drafts": drafts, "drafts_count": drafts_count,
        "is_more": before is not None,
    }  # fmt: skip
    return render(
        request, "visits/rows.html" if before and request.headers.get("HX-Request") else "visits/list.html", context
    )


def _record(request: HttpRequest) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > MAX_KEY or "\x00" in key:
        raise Refused(errors=[FieldError("Idempotency-Key", "too_long", _("The key is too long."))])
    once = Idempotency.of(key, "POST /visits/", request.body) if key else None
    body = as_sent(json_body(request))
    actor, draft = actor_of(request), bool(body.get("draft", True))
    recorded = retrying(lambda: record_visit(actor, body, origin="form", idempotency=once, render=saved, draft=draft))
    if recorded.answer is not None:
        response = JsonResponse(recorded.answer.body, status=recorded.answer.status)
        response["Idempotent-Replayed"] = "true"
        return response
    status, answer = saved(recorded)
    return JsonResponse(answer, status=status)


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """What a save would say now; writes nothing."""
    return JsonResponse(judged(*judge_only(actor_of(request), as_sent(json_body(request)))))


@require_GET
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The form for a customer; `?draft=` goes on with an unfinished one."""
    context = form_context(actor_of(request), customer_id, draft_key=asked(request, "draft", 100), now=request.now)  # type: ignore[attr-defined]
    return render(request, "visits/record.html", context)


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """A visit without a customer begins with the list of them."""
    return redirect("/customers/?for=visit")


@require_GET
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit as written, with its proof and what the checks saw."""
    found = list_visits(actor_of(request), ids=[visit_id], limit=1)
    if not found:
        raise NotFound
    context = {"visit": found[0], "files": files_of_visits([visit_id]).get(visit_id, [])}
    return render(request, "visits/visit.html", context)


@require_GET
def said(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """「看看」: the earlier record a text is like, when the reader may see it."""
    actor = actor_of(request)
    with connection.cursor() as cursor:
        cursor.execute("select source, source_id, customer_id from sales_interaction where id = %s", [interaction_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    if row[0] == "visit" and list_visits(actor, ids=[row[1]], limit=1):
        return redirect(f"/visits/{row[1]}/")
    get_customer(actor, row[2])
    return redirect(f"/customers/{row[2]}/")
