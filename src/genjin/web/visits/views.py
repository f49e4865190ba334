"""Pages and endpoints of visits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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
from genjin.sales.queries import done_between, drafts_between, drafts_of
from genjin.sales.visit_queries import files_of_visits, list_visits, place_of, read_place
from genjin.web.errors import is_htmx
from genjin.web.middleware import actor_of
from genjin.web.reading import asked, json_body
from genjin.web.visits.answers import judged, saved
from genjin.web.visits.filters import read_visit_filter
from genjin.web.visits.form import form_context
from genjin.web.visits.reading import as_sent

PAGE = 50


@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """GET: the list. POST: record one (JSON, from the form's script)."""
    return _record(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    asked_for = read_visit_filter(request)
    after = read_place(asked(request, "after")) if is_htmx(request) else None
    rows = list_visits(actor, **asked_for.as_arguments(), after=after, limit=PAGE + 1)
    shown = rows[:PAGE]
    context: dict[str, Any] = {
        "visits": shown, "filter": asked_for, "query": asked_for.as_query(), "files": {},
        "after": place_of(shown[-1]) if len(rows) > PAGE else "",
    }  # fmt: skip
    if after is not None:
        return render(request, "visits/rows.html", context)
    first, last = asked_for.first or today - timedelta(days=29), asked_for.last or today
    drafts, drafts_count = drafts_of(actor)
    context |= {
        "done": done_between(actor, first, last), "first": first, "last": last, "drafts": drafts,
        "drafts_count": drafts_count,
        "lost": drafts_between(actor, first, last) if asked_for.state == "hollow" and asked_for.first else [],
    }  # fmt: skip
    return render(request, "visits/list.html", context)


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
