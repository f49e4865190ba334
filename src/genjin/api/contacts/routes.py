"""Routes of contacts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from genjin.api import shapes
from genjin.api.contacts import queries
from genjin.api.customers.queries import is_visible
from genjin.api.http import parameters
from genjin.api.http.answers import answer
from genjin.api.http.bearer import Bearer, actor_of
from genjin.api.http.bodies import json_object
from genjin.api.http.describing import reads, writes
from genjin.api.http.ids import path_id
from genjin.api.http.paging import cut, paging
from genjin.api.http.writing import expected_version, once
from genjin.kernel.access.scope import require_any
from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.write import write

router = Router(tags=["contacts"])

LIST = (parameters.record("customer", "Of this customer only."), *parameters.PAGING)


@router.post("/contacts", auth=Bearer(), **writes("Add a contact", shapes.Contact, body=shapes.ContactBody, status=201))
def create_contact(request: HttpRequest) -> HttpResponse:
    """Of a customer of yours."""
    return _create(request, json_object(request))


@router.get("/contacts", auth=Bearer(), **reads("List contacts", shapes.ContactPage, query=LIST))
def list_contacts(request: HttpRequest) -> HttpResponse:
    """Those you may see, by id."""
    values = parameters.read(request, LIST)
    return _list(request, actor_of(request), values.get("customer"), values)


@router.get("/contacts/{contact_id}", auth=Bearer(), **reads("Read a contact", shapes.Contact))
def read_contact(request: HttpRequest, contact_id: str) -> HttpResponse:
    """One contact."""
    parameters.read(request, ())
    return answer(queries.contact(actor_of(request), path_id(contact_id)))


@router.patch(
    "/contacts/{contact_id}", auth=Bearer(),
    **writes("Change a contact", shapes.Contact, body=shapes.ContactChanges, versioned=True),
)  # fmt: skip
def change_contact(request: HttpRequest, contact_id: str) -> HttpResponse:
    """Without If-Match the change applies to the newest version."""
    actor, body, version = actor_of(request), json_object(request), expected_version(request)

    def run() -> dict[str, Any]:
        written = write(actor, "contact", path_id(contact_id), body, expected_version=version, origin="api")
        return queries.contact_written(written.id)

    return once(request, actor, body, run)


@router.get(
    "/customers/{customer_id}/contacts", auth=Bearer(),
    **reads("List a customer's contacts", shapes.ContactPage, query=parameters.PAGING),
)  # fmt: skip
def list_contacts_of_customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """By id."""
    actor, number = actor_of(request), path_id(customer_id)
    values = parameters.read(request, parameters.PAGING)
    if not is_visible(actor, number):
        raise NotFound
    return _list(request, actor, number, values)


@router.post(
    "/customers/{customer_id}/contacts", auth=Bearer(),
    **writes("Add a contact to a customer", shapes.Contact, body=shapes.ContactOfCustomerBody, status=201),
)  # fmt: skip
def create_contact_of_customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """The customer is the one of the path; the body may repeat it but not name another."""
    body = json_object(request)
    if not is_visible(actor_of(request), path_id(customer_id)):
        raise NotFound
    if body.get("customer", customer_id) != customer_id:
        raise Refused(errors=[FieldError("customer", "read_only", _("The customer is the one of the address."))])
    return _create(request, {**body, "customer": customer_id})


def _create(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)

    def run() -> dict[str, Any]:
        return queries.contact_written(write(actor, "contact", None, body, origin="api").id)

    return once(request, actor, body, run, status=201)


def _list(request: HttpRequest, actor: Actor, customer_id: int | None, values: dict[str, Any]) -> HttpResponse:
    require_any(actor, "read", "contact")
    paged = paging("contacts", values)
    rows, next_cursor = cut(paged, queries.contacts(actor, customer_id, paged))
    return answer({"items": [queries.shown(row) for row in rows], "next": next_cursor})
