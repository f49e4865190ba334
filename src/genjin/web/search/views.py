"""One box to find, do and go: answers the palette."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from genjin.kernel.people.actor import Actor
from genjin.kernel.records.search import search
from genjin.sales.customers.queries import CustomerFilter, list_customers
from genjin.web.middleware import actor_of
from genjin.web.reading import asked

MOST = 8


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """`?q=`: customers, people, what to do; `&for=visit`: customers only, each leading to its record page."""
    actor = actor_of(request)
    query = asked(request, "q", 80)
    if request.GET.get("for") == "visit":
        return JsonResponse({"groups": [{"title": _("Customers"), "items": _to_visit(actor, query)}]})
    hits = search(actor, query, objects=["customer", "contact"], limit=MOST) if query else []
    ids = [h.record_id for h in hits if h.object_key == "customer"]
    if len(query) == 1:
        begun = CustomerFilter(query=query, order="name")
        ids = [row.id for row in list_customers(actor, begun, limit=MOST, counted=False).rows]
    customers = _customers(ids)
    people = _people([h.record_id for h in hits if h.object_key == "contact"])
    groups = [
        {"title": _("Customers"), "items": [_customer_item(c) for c in customers]},
        {
            "title": _("People"),
            "items": [{"title": n, "sub": where, "url": f"/customers/{c}/"} for c, n, where in people],
        },
        {"title": _("Do"), "items": _acts(customers)},
    ]
    return JsonResponse({"groups": [g for g in groups if g["items"]]})


def _to_visit(actor: Actor, query: str) -> list[dict[str, Any]]:
    rows = list_customers(actor, CustomerFilter(query=query, order="recent"), limit=MOST, counted=False).rows
    return [
        {
            "title": row.name,
            "sub": row.beside.owner_name,
            "class": row.customer_class or "",
            "url": f"/customers/{row.id}/visits/new/",
        }
        for row in rows
    ]


def _customer_item(row: tuple[Any, ...]) -> dict[str, Any]:
    key, name, grade, owner, is_red = row
    sub = " · ".join(part for part in (owner, _("red light") if is_red else "") if part)
    return {"title": name, "sub": sub, "class": grade or "", "url": f"/customers/{key}/"}


def _acts(customers: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Note something down for %(name)s") % {"name": name},
            "icon": "pencil",
            "url": f"/customers/{key}/visits/new/",
        }
        for key, name, *_rest in customers[:1]
    ]


def _customers(ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.id, c.name, c.customer_class, coalesce(u.name, ''), exists (select 1 from records_flag f where"
            " f.object_key = 'customer' and f.record_id = c.id and f.key = 'silent' and f.left_at is null and not f.backlog)"
            " from unnest(%s::bigint[]) with ordinality x(id, n) join sales_customer c on c.id = x.id"
            " left join people_user u on u.id = c.owner_id order by x.n",
            [ids],
        )
        return list(cursor.fetchall())


def _people(ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select n.customer_id, n.name, c.name from unnest(%s::bigint[]) with ordinality x(id, o)"
            " join sales_contact n on n.id = x.id join sales_customer c on c.id = n.customer_id order by x.o",
            [ids],
        )
        return list(cursor.fetchall())
