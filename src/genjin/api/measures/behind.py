"""Renders the records behind a figure, each in its own list's shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from genjin.api.customers import queries as customers
from genjin.api.http.answers import loaded, moment
from genjin.api.people import usernames
from genjin.api.visits import queries as visits
from genjin.kernel.people.actor import Actor
from genjin.kernel.reports.measures import Behind

Shown = dict[str, Any]

_DRAFTS = """
select d.id, d.actor_id, d.subject_id, d.client_key, d."values", d.errors, d.created_at, d.updated_at
from records_draft d where d.id = any(%s)
"""


def shown_behind(actor: Actor, items: Sequence[Behind]) -> list[Shown]:
    """In the order given; a fixed number of statements per kind of record."""
    found: dict[tuple[str, int], Shown] = {}
    for key, render in _RENDER.items():
        ids = [item.id for item in items if item.object_key == key]
        if ids:
            found |= {(key, record_id): shown for record_id, shown in render(actor, ids)}
    return [found[item.object_key, item.id] for item in items if (item.object_key, item.id) in found]


def _visits(actor: Actor, ids: list[int]) -> list[tuple[int, Shown]]:
    rows = visits.visits_by_id(actor, ids)
    return [(row["id"], shown) for row, shown in zip(rows, visits.shown_all(rows), strict=True)]


def _customers(actor: Actor, ids: list[int]) -> list[tuple[int, Shown]]:
    rows = customers.customers_by_id(actor, ids)
    return [(row["id"], shown) for row, shown in zip(rows, customers.shown_all(rows), strict=True)]


def _drafts(actor: Actor, ids: list[int]) -> list[tuple[int, Shown]]:
    """待补 stand in the denominator as visits that are not valid. The measure has chosen them in the actor's scope."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS, [ids])
        found = cursor.fetchall()
    names = usernames(row[1] for row in found)
    return [(row[0], _draft(row, names.get(row[1]))) for row in found]


def _draft(row: tuple[Any, ...], author: str | None) -> Shown:
    draft_id, _author_id, customer_id, client_key, values, errors, created_at, updated_at = row
    given = loaded(values)
    return {
        "id": f"draft-{draft_id}",
        "draft": client_key,
        "customer": None if customer_id is None else str(customer_id),
        "need_type": given.get("need_type"),
        "text": given.get("text") or "",
        "next_step": given.get("next_step"),
        "photos": given.get("photos") or [],
        "occurred_at": given.get("occurred_at") or moment(created_at),
        "recorded_at": moment(updated_at),
        "author": author,
        "is_valid": False,
        "findings": loaded(errors),
    }


_RENDER: dict[str, Callable[[Actor, list[int]], list[tuple[int, Shown]]]] = {
    "visit": _visits,
    "customer": _customers,
    "draft": _drafts,
}
