"""Routes of visits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from genjin.api import shapes
from genjin.api.http import parameters
from genjin.api.http.answers import answer
from genjin.api.http.bearer import Bearer, RememberedBearer, actor_of, fresh
from genjin.api.http.bodies import json_object
from genjin.api.http.describing import reads, writes
from genjin.api.http.ids import path_id
from genjin.api.http.paging import cut, paging
from genjin.api.http.writing import idempotency, replayed
from genjin.api.visits import queries
from genjin.kernel.access.scope import require_any
from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.jobs.retry import retrying
from genjin.kernel.people.actor import Actor
from genjin.sales.activity.record_visit import Recorded, record_visit

router = Router(tags=["visits"])

LIST = (
    parameters.record("customer"),
    parameters.text("owner", "User name: whose customer it is now."),
    parameters.text("author", "User name: who made it."),
    parameters.day("from", "First local day of the visit."),
    parameters.day("to", "Last local day of the visit."),
    *parameters.PAGING,
)
#: Set by us, so that a client who sends back what he read learns why it is refused.
READ_ONLY = frozenset({"id", "version", "owner", "author", "is_valid", "findings", "recorded_at"})


@router.post(
    "/visits", auth=RememberedBearer(),
    **writes("Record a visit", shapes.Visit, body=shapes.VisitBody, status=201, also={202: shapes.DraftKept}),
)  # fmt: skip
def create_visit(request: HttpRequest) -> HttpResponse:
    """422 with one error per failed check; with `draft` 202, kept until it is completed under the same `client_key`."""
    body = json_object(request)
    _refuse_derived(body)
    known = idempotency(request, body)

    def run(actor: Actor) -> HttpResponse:
        try:
            recorded = record_visit(
                actor, body, origin="api", idempotency=known, draft=body.get("draft") is True,
                render=lambda done: _rendered(actor, done),
            )  # fmt: skip
        except Refused as refused:
            # Asked only now: the read inside has found out whether this actor's rights still hold.
            if any((e.field, e.code) == ("customer", "not_found") for e in refused.errors):
                require_any(actor, "create", "visit")
            raise
        if recorded.answer is not None:
            return replayed(recorded.answer)
        status, told = _rendered(actor, recorded)
        return answer(told, status)

    return fresh(request, lambda actor: retrying(lambda: run(actor)))


@router.get("/visits", auth=Bearer(), **reads("List visits", shapes.VisitPage, query=LIST))
def list_visits(request: HttpRequest) -> HttpResponse:
    """Those you may see, newest first."""
    actor = actor_of(request)
    require_any(actor, "read", "visit")
    values = parameters.read(request, LIST)
    paged = paging("visits", values)
    rows, next_cursor = cut(paged, queries.visits(actor, values, paged), "occurred_at")
    return answer({"items": queries.shown_all(rows), "next": next_cursor})


@router.get("/visits/{visit_id}", auth=Bearer(), **reads("Read a visit", shapes.Visit))
def read_visit(request: HttpRequest, visit_id: str) -> HttpResponse:
    """One visit."""
    parameters.read(request, ())
    return answer(queries.visit(actor_of(request), path_id(visit_id)))


def _refuse_derived(body: dict[str, Any]) -> None:
    errors = [
        FieldError(key, "read_only", _("This field is computed; it cannot be set.")) for key in body if key in READ_ONLY
    ]
    if "draft" in body and not isinstance(body["draft"], bool):
        errors.append(FieldError("draft", "wrong_type", _("This must be true or false.")))
    if errors:
        raise Refused(errors=errors)


def _rendered(actor: Actor, recorded: Recorded) -> tuple[int, Any]:
    """Status and body for what became of a visit."""
    if recorded.visit_id is None:
        errors = [{"field": f.field, "code": f.code, "message": str(f.message)} for f in recorded.errors]
        return 202, {"draft": recorded.draft_key, "errors": errors}
    row, seen, values = recorded.row, recorded.seen, recorded.values
    if row is None or seen is None or values is None or seen.customer is None:
        return 201, queries.visit(actor, recorded.visit_id)  # recorded before under the same client_key
    files = [*(("photo", file_id) for file_id in values.photo_ids), *values.proofs]
    return 201, queries.shown({"version": 1, **row}, seen.customer.owner, actor.username, files)
