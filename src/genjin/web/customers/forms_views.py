"""Forms of customers and contacts: new, change, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from genjin.kernel.access.scope import require, require_any
from genjin.kernel.errors import FieldError, NotFound, Refused, StaleVersion
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.write import delete, read_row, write
from genjin.sales.customers.queries import get_customer
from genjin.web.customers.forms import ask, read_form
from genjin.web.customers.owners import assignable, username_of
from genjin.web.middleware import actor_of

CUSTOMER_KEYS = ("name", "class", "phone", "address", "industry", "status", "value", "uscc")
CONTACT_KEYS = ("name", "title", "phone", "buying_role")


@require_http_methods(["GET", "POST"])
def new_customer(request: HttpRequest) -> HttpResponse:
    """A new customer: only the name is needed."""
    actor = actor_of(request)
    require_any(actor, "create", "customer")
    return _form(request, actor, "customer", None, {}, title=_("New customer"), back="/customers/")


@require_http_methods(["GET", "POST"])
def edit_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Change a customer's facts."""
    actor = actor_of(request)
    row = get_customer(actor, customer_id)
    require(actor, "update", "customer", owner_id=row["owner_id"], team_id=row["team_id"])
    back = f"/customers/{customer_id}/"
    return _form(request, actor, "customer", customer_id, row, title=row["name"], back=back)


@require_http_methods(["GET", "POST"])
def new_contact(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Somebody new at a customer."""
    actor = actor_of(request)
    row = get_customer(actor, customer_id)
    require(actor, "create", "contact", owner_id=row["owner_id"], team_id=row["team_id"])
    fixed = {"customer": str(customer_id)}
    back = f"/customers/{customer_id}/"
    return _form(
        request,
        actor,
        "contact",
        None,
        {},
        title=_("Someone new at %(name)s") % {"name": row["name"]},
        back=back,
        fixed=fixed,
    )


@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Change what is known of a person."""
    actor = actor_of(request)
    row = _contact(actor, contact_id)
    require(actor, "update", "contact", owner_id=row["owner_id"], team_id=row["team_id"])
    back = f"/customers/{row['customer_id']}/"
    return _form(request, actor, "contact", contact_id, row, title=row["name"], back=back)


@require_POST
def remove_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Into the recycle bin."""
    actor = actor_of(request)
    row = _contact(actor, contact_id)
    delete(actor, "contact", contact_id)
    messages.success(request, _("Put into the recycle bin."))
    return redirect(f"/customers/{row['customer_id']}/")


def _contact(actor: Actor, contact_id: int) -> dict[str, Any]:
    row = read_row("contact", contact_id)
    if row is None:
        raise NotFound
    require(actor, "read", "contact", owner_id=row["owner_id"], team_id=row["team_id"])
    return row


def _form(
    request: HttpRequest, actor: Actor, object_key: str, record_id: int | None, row: dict[str, Any], *,
    title: str, back: str, fixed: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form; on POST write and go back, or show it again with the reason beside each field."""
    people = assignable(actor, row) if object_key == "customer" else ()
    keys: tuple[str, ...] = CONTACT_KEYS
    if object_key == "customer":
        keys = (*CUSTOMER_KEYS, "owner") if people else CUSTOMER_KEYS
    shown: dict[str, Any] = {**row, "owner": username_of(row)} if row else {"owner": actor.username}
    errors: list[FieldError] = []
    stale: StaleVersion | None = None
    if request.method == "POST":
        changes = read_form(actor, object_key, keys, request.POST)
        try:
            written = write(
                actor,
                object_key,
                record_id,
                {**changes, **(fixed or {})},
                expected_version=_version(request) if row else None,
            )
            messages.success(request, _("Saved"))
            return redirect(back if object_key == "contact" or record_id else f"/customers/{written.id}/")
        except StaleVersion as error:
            stale, shown = error, {**shown, **changes}
        except Refused as error:
            errors, shown = (
                error.errors,
                {**shown, **changes, "custom": {**(row.get("custom") or {}), **(changes.get("custom") or {})}},
            )
    context = {
        "title": title, "back": back, "fields": ask(actor, object_key, keys, shown, people=people, errors=errors),
        "version": row.get("version"), "stale": stale, "is_new": record_id is None, "object_key": object_key, "record_id": record_id,
    }  # fmt: skip
    return render(request, "customers/form.html", context, status=409 if stale else 422 if errors else 200)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
