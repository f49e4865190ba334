"""The two figures, never one without the other, and the records behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.reports.measures import Behind, figure, measures, records_behind
from genjin.kernel.reports.params import read_params
from genjin.sales.customers.queries import beside_customers, list_customers_by_id
from genjin.sales.queries import drafts_by_id
from genjin.sales.visit_queries import list_visits
from genjin.web.errors import is_htmx
from genjin.web.figures.people import people_in_reach, teams_in_reach
from genjin.web.middleware import actor_of
from genjin.web.reading import asked

ASKED = ("from", "to", "team", "owner", "as_of")
PAGE = 50
SPANS = (7, 28, 90)


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Visits made beside visits that were valid; silent customers beside all."""
    actor = actor_of(request)
    given = {key: asked(request, key, 60) for key in ASKED if asked(request, key, 60)}
    params = read_params(given)
    valid, inactive = figure(actor, "valid_visit_rate", params), figure(actor, "inactive_share", params)
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    context = {
        "valid": valid, "inactive": inactive, "given": given, "query": _query(given),
        "share": _percent(valid), "inactive_share": _percent(inactive),
        "hollow": (valid.denominator or 0) - (valid.numerator or 0),
        "owners": people_in_reach(actor), "teams": teams_in_reach(actor),
        "spans": [(days, (today - timedelta(days=days - 1)).isoformat()) for days in SPANS], "today": today,
    }  # fmt: skip
    return render(request, "figures/figures.html", context)


@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The records behind a figure: as many as the figure says."""
    actor = actor_of(request)
    given = {name: asked(request, name, 60) for name in ASKED if asked(request, name, 60)}
    part: Any = asked(request, "part", 20) or "numerator"
    params = read_params(given)
    after = asked(request, "after", 200) or None
    page = records_behind(actor, key, params, part=part, after=after, limit=PAGE)
    told = None if after else figure(actor, key, params)
    context = {
        "key": key, "name": measures.get(key).name, "part": part, "figure": told, "given": given, "query": _query(given),
        "next": page.next, "rows": _rows(actor, page.items), "after": after,
        "number": None if told is None else told.numerator if part == "numerator" else told.denominator,
    }  # fmt: skip
    return render(request, "figures/rows.html" if is_htmx(request) and after else "figures/records.html", context)


def _rows(actor: Actor, items: Sequence[Behind]) -> list[dict[str, Any]]:
    """Each record in the shape of its own list, in the order of the page."""
    ids: dict[str, list[int]] = {}
    for item in items:
        ids.setdefault(item.object_key, []).append(item.id)
    visits = {v.id: v for v in list_visits(actor, ids=ids.get("visit", []), limit=PAGE + 1)} if ids.get("visit") else {}
    drafts = drafts_by_id(ids.get("draft", []))
    customers = list_customers_by_id(ids.get("customer", []))
    beside = beside_customers(list(customers))
    found: dict[str, dict[int, Any]] = {"visit": visits, "draft": drafts, "customer": customers}
    return [
        {
            "kind": item.object_key,
            "id": item.id,
            "record": found.get(item.object_key, {}).get(item.id),
            "beside": beside.get(item.id),
        }
        for item in items
    ]


def _percent(told: Any) -> int:
    return round(told.value * 100) if told.value is not None else 0


def _query(given: dict[str, str]) -> str:
    return urlencode(given)
