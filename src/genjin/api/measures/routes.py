"""Routes of measures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from genjin.api import shapes
from genjin.api.http import parameters
from genjin.api.http.answers import answer
from genjin.api.http.bearer import Bearer, actor_of
from genjin.api.http.describing import reads
from genjin.api.http.paging import paging, seal
from genjin.api.measures.behind import shown_behind
from genjin.kernel.reports.measures import figure, measures, records_behind, split_by_person
from genjin.kernel.reports.params import Params, read_params

router = Router(tags=["measures"])

PERIOD = (
    parameters.text("from", "First local day; default: 27 days before `to`."),
    parameters.text("to", "Last local day, inclusive; default: today."),
    parameters.text("team", "A team's id: it and those below."),
    parameters.text("owner", "A user name."),
    parameters.text("as_of", "For measures of a state: the end of this local day."),
)
FIGURE = (*PERIOD, parameters.one_of("split", ("owner",), "Parts of the figure by person."))
BEHIND = (*PERIOD, parameters.one_of("part", ("numerator", "denominator"), required=True), *parameters.PAGING)


@router.get("/measures", auth=Bearer(), **reads("List measures", shapes.MeasurePage, query=parameters.PAGING))
def list_measures(request: HttpRequest) -> HttpResponse:
    """All there are, with their definitions."""
    parameters.read(request, parameters.PAGING)
    items = [{"key": m.key, "name": str(m.name), "definition": str(m.definition)} for m in measures.all()]
    return answer({"items": items, "next": None})


@router.get("/measures/{key}", auth=Bearer(), **reads("Read a figure", shapes.Figure, query=FIGURE))
def read_measure(request: HttpRequest, key: str) -> HttpResponse:
    """Over what you may see; with `split`, its parts by person come along."""
    actor, values = actor_of(request), parameters.read(request, FIGURE)
    params = _params(values)
    shown = figure(actor, key, params).as_dict()
    if "split" in values:
        shown["split"] = [share.as_dict() for share in split_by_person(actor, key, params)]
    return answer(shown)


@router.get(
    "/measures/{key}/records",
    auth=Bearer(),
    **reads("List the records behind a figure", shapes.RecordPage, query=BEHIND),
)
def list_records(request: HttpRequest, key: str) -> HttpResponse:
    """As many as the number says."""
    actor = actor_of(request)
    values = parameters.read(request, BEHIND)
    paged = paging(f"records.{key}.{values['part']}", values)
    after = paged.told[0] if paged.told else None
    found = records_behind(actor, key, _params(values), part=values["part"], after=after, limit=paged.limit)
    following = None if found.next is None else seal(paged.name, found.next)
    return answer({"items": shown_behind(actor, found.items), "next": following})


def _params(values: dict[str, Any]) -> Params:
    return read_params({p.name: values[p.name] for p in PERIOD if p.name in values})
