"""Reads of contacts: scope is their customer's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from genjin.api.http.answers import loaded, moment
from genjin.api.http.paging import Paging
from genjin.kernel.access.page import Filter, Order, page
from genjin.kernel.access.scope import may
from genjin.kernel.errors import NotFound
from genjin.kernel.people.actor import Actor

Row = dict[str, Any]

COLUMNS = (
    "id", "version", "customer_id", "name", "title", "phone", "phone_ext", "buying_role", "custom", "created_at",
    "updated_at",
)  # fmt: skip

_ONE = """
select t.owner_id, t.team_id, t.id, t.version, t.customer_id, t.name, t.title, t.phone, t.phone_ext, t.buying_role,
  t.custom, t.created_at, t.updated_at
from sales_contact t where t.id = %s and t.deleted_at is null
"""


def contact(actor: Actor, contact_id: int) -> Row:
    """The answer for one contact. Raises NotFound."""
    owner_id, team_id, row = _read(contact_id)
    if not may(actor, "read", "contact", owner_id=owner_id, team_id=team_id):
        raise NotFound
    return shown(row)


def contact_written(contact_id: int) -> Row:
    """The answer for a contact whom the write door has just let this actor write."""
    return shown(_read(contact_id)[2])


def _read(contact_id: int) -> tuple[int | None, int | None, Row]:
    """Owner, team and the live row. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [contact_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return found[0], found[1], dict(zip(COLUMNS, found[2:], strict=True))


def contacts(actor: Actor, customer_id: int | None, paging: Paging) -> list[Row]:
    """A page of contacts as rows, by id; of one customer when given."""
    filters = Filter() if customer_id is None else Filter("t.customer_id = %s", (customer_id,))
    sql, params = page(
        actor, "contact", "sales_contact", COLUMNS, order=Order("id"), limit=paging.fetch, filters=filters,
        after=paging.after,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def shown(row: Mapping[str, Any]) -> Row:
    """A contact as every route shows it."""
    phone = row["phone"]
    return {
        "id": str(row["id"]),
        "version": row["version"],
        "customer": str(row["customer_id"]),
        "name": row["name"],
        "title": row["title"],
        "phone": f"{phone},{row['phone_ext']}" if phone and row["phone_ext"] else phone,
        "buying_role": row["buying_role"],
        "custom": loaded(row["custom"]),
        "created_at": moment(row["created_at"]),
        "updated_at": moment(row["updated_at"]),
    }
