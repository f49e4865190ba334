"""The list's filters as they stand in an address, and as chips that change them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from genjin.kernel.people.actor import Actor
from genjin.sales.customers.queries import ORDERS, CustomerFilter
from genjin.sales.models.customer import CustomerClass
from genjin.web.reading import readable

UNTOUCHED = (14, 30, 60, 90)
FLAGS = ("silent", "backlog")


def read_filter(request: HttpRequest | QueryDict, actor: Actor) -> CustomerFilter:
    """The filter of an address; what cannot be understood is no filter."""
    query = request if isinstance(request, QueryDict) else request.GET
    owner = query.get("owner", "")
    untouched = query.get("untouched", "")
    order = query.get("order", "")
    return CustomerFilter(
        query=readable(query.get("q", ""), 80),
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) <= 18 else None,
        is_ownerless=owner == "none" and actor.scope("customer", "read") == "all",
        flag=query.get("flag", "") if query.get("flag") in FLAGS else "",
        customer_class=query.get("class", "") if query.get("class") in CustomerClass.values else "",
        untouched_days=int(untouched) if untouched in {str(d) for d in UNTOUCHED} else None,
        without_next=query.get("next") == "none",
        order=order if order in ORDERS else "silent",
    )


def write_filter(filters: CustomerFilter, **extra: Any) -> str:
    """The address's query of a filter, empty parts left out."""
    owner = "none" if filters.is_ownerless else filters.owner_id
    parts = {
        "q": filters.query, "owner": owner, "flag": filters.flag, "class": filters.customer_class,
        "untouched": filters.untouched_days, "next": "none" if filters.without_next else "",
        "order": "" if filters.order == "silent" else filters.order, **extra,
    }  # fmt: skip
    return urlencode({key: value for key, value in parts.items() if value not in ("", None)})


def with_order(filters: CustomerFilter, order: str) -> str:
    """The same list in another order."""
    return write_filter(replace(filters, order=order))
