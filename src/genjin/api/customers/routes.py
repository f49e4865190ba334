"""Routes of customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from genjin.api import shapes
from genjin.api.customers import queries
from genjin.api.http import parameters
from genjin.api.http.answers import answer, moment
from genjin.api.http.bearer import Bearer, RememberedBearer, actor_of, fresh
from genjin.api.http.bodies import json_object
from genjin.api.http.describing import reads, writes
from genjin.api.http.ids import path_id
from genjin.api.http.paging import cut, paging
from genjin.api.http.writing import expected_version, once
from genjin.api.visits.queries import latest_visits
from genjin.kernel.access.scope import require_any
from genjin.kernel.errors import NotFound
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.write import write
from genjin.sales.activity.queries import Position, timeline

router = Router(tags=["customers"])

LIST = (
    parameters.text("search", "Any part of ≥ 2 characters of a name, its pinyin initials, digits of its phone."),
    parameters.text("owner", "A user name."),
    parameters.text("flag", "The key of an open flag, such as silent."),
    parameters.up_to("untouched", 3660, "Without a valid contact for this many days."),
    parameters.one_of("order", ("id", "silent"), "By id (default), or the longest without a valid contact first."),
    *parameters.PAGING,
)
CARD = (parameters.up_to("visits", 50, "Bring this many of the latest visits along."),)


@router.post(
    "/customers",
    auth=Bearer(),
    **writes("Add a customer", shapes.CustomerCreated, body=shapes.CustomerBody, status=201),
)
def create_customer(request: HttpRequest) -> HttpResponse:
    """Likeness to others never refuses: it comes back as `duplicates`."""
    actor, body = actor_of(request), json_object(request)

    def run() -> dict[str, Any]:
        written = write(actor, "customer", None, body, origin="api")
        return {**queries.customer_written(written.id), "duplicates": queries.duplicates(actor, written.columns)}

    return once(request, actor, body, run, status=201)


@router.get("/customers", auth=Bearer(), **reads("List customers", shapes.CustomerPage, query=LIST))
def list_customers(request: HttpRequest) -> HttpResponse:
    """Those you may see, by id unless `order` says otherwise."""
    actor = actor_of(request)
    require_any(actor, "read", "customer")
    values = parameters.read(request, LIST)
    order = queries.ORDERS[values.get("order", "id")]
    paged = paging(f"customers.{order.column}", values)
    rows, next_cursor = cut(paged, queries.customers(actor, values, paged, order), order.column)
    return answer({"items": queries.shown_all(list(rows)), "next": next_cursor})


@router.get(
    "/customers/{customer_id}", auth=RememberedBearer(), **reads("Read a customer", shapes.CustomerCard, query=CARD)
)
def read_customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """With `visits`, the latest come along, newest first."""
    values = parameters.read(request, CARD)

    def run(actor: Actor) -> dict[str, Any]:
        number = path_id(customer_id)
        card = queries.customer(actor, number)
        if "visits" in values:
            require_any(actor, "read", "visit")  # after the read, which has found out whether this actor still holds
            card["visits"] = latest_visits(actor, number, values["visits"], owner=card["owner"])
        return card

    return answer(fresh(request, run))


@router.patch(
    "/customers/{customer_id}", auth=Bearer(),
    **writes("Change a customer", shapes.Customer, body=shapes.CustomerChanges, versioned=True),
)  # fmt: skip
def change_customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Without If-Match the change applies to the newest version."""
    actor, body, version = actor_of(request), json_object(request), expected_version(request)

    def run() -> dict[str, Any]:
        written = write(actor, "customer", path_id(customer_id), body, expected_version=version, origin="api")
        return queries.customer_written(written.id)

    return once(request, actor, body, run)


@router.get(
    "/customers/{customer_id}/timeline", auth=Bearer(),
    **reads("Read a customer's timeline", shapes.TimelinePage, query=parameters.PAGING),
)  # fmt: skip
def read_timeline(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Everything that happened with him, newest first."""
    actor, number = actor_of(request), path_id(customer_id)
    if not queries.is_visible(actor, number):
        raise NotFound
    require_any(actor, "read", "visit")
    paged = paging(f"timeline.{number}", parameters.read(request, parameters.PAGING))
    position = Position(paged.after.value, paged.after.id) if paged.after else None
    entries = [
        {"at": e.at, "id": e.id, "kind": e.kind, "by": e.username or e.by, "body": e.body}
        for e in timeline(number, after=position, limit=paged.fetch)
    ]
    rows, next_cursor = cut(paged, entries, "at")
    items = [{**row, "id": str(row["id"]), "at": moment(row["at"]), "body": _body(row["body"])} for row in rows]
    return answer({"items": items, "next": next_cursor})


def _body(body: dict[str, Any]) -> dict[str, Any]:
    """File ids travel as strings and times with the company's offset, here as everywhere."""
    shown = {key: _time(value) if key.endswith("_at") else value for key, value in body.items()}
    return {**shown, "photos": [str(file_id) for file_id in shown["photos"]]} if "photos" in shown else shown


def _time(value: Any) -> Any:
    return moment(datetime.fromisoformat(value)) if isinstance(value, str) else value
