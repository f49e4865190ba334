"""Reads of customers: one, a page of them, those that look like a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from genjin.api.http.answers import loaded, moment, number
from genjin.api.http.paging import Paging
from genjin.api.people import user_id, usernames
from genjin.kernel.access.page import Filter, Order, page
from genjin.kernel.access.scope import may
from genjin.kernel.errors import NotFound, Stale
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.search import matching_sql

Row = dict[str, Any]

COLUMNS = (
    "id", "version", "name", "phone", "phone_ext", "uscc", "customer_class", "address", "industry", "status", "value",
    "owner_id", "team_id", "assigned_at", "no_photo", "last_valid_at", "last_visit_at", "custom", "created_at",
    "updated_at",
)  # fmt: skip

#: The orders that have an index per way of seeing.
ORDERS = {"id": Order("id"), "silent": Order("silent_since", nullable=False)}

#: One customer with the company's version, so that a remembered actor is checked by the very read he asks for.
_ONE = """
select c.config_version, o.username, t.id, t.version, t.name, t.phone, t.phone_ext, t.uscc, t.customer_class, t.address,
  t.industry, t.status, t.value, t.owner_id, t.team_id, t.assigned_at, t.no_photo, t.last_valid_at, t.last_visit_at,
  t.custom, t.created_at, t.updated_at
from people_company c
left join sales_customer t on t.id = %s and t.deleted_at is null
left join people_user o on o.id = t.owner_id
"""

#: Found by search; `{matching}` is the search's own condition over `s`.
_FOUND = "t.id in (select s.record_id from records_searchentry s where s.object_key = 'customer' and {matching})"
#: Under an open flag of a key.
_FLAGGED = """exists (select 1 from records_flag f
  where f.key = %s and f.record_id = t.id and f.object_key = 'customer' and f.left_at is null)"""

_ALIKE = """
select t.id, t.owner_id, t.team_id from sales_customer t
where t.deleted_at is null and t.id <> %(id)s
  and (t.name_key = %(name_key)s or t.phone = %(phone)s or t.uscc = %(uscc)s)
order by t.id limit 100
"""


def customer(actor: Actor, customer_id: int) -> Row:
    """The answer for one customer. Raises NotFound; Stale when the actor is older than the company's configuration."""
    version, owner, row = _read(customer_id)
    if version != actor.version:
        raise Stale
    if row is None or not may(actor, "read", "customer", owner_id=row["owner_id"], team_id=row["team_id"]):
        raise NotFound
    return shown(row, owner)


def customer_written(customer_id: int) -> Row:
    """The answer for a customer whom the write door has just let this actor write."""
    _version, owner, row = _read(customer_id)
    if row is None:
        raise NotFound
    return shown(row, owner)


def _read(customer_id: int) -> tuple[int, str | None, Row | None]:
    """Configuration version, the owner's user name, the live row."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [customer_id])
        found = cursor.fetchone()
    if found is None:
        return 0, None, None
    row = dict(zip(COLUMNS, found[2:], strict=True))
    return found[0], found[1], row if row["id"] is not None else None


def customers(actor: Actor, values: Mapping[str, Any], paging: Paging, order: Order) -> list[Row]:
    """A page of customers as rows. `values`: search, owner, flag, untouched."""
    owner_id = None
    if "owner" in values and (owner_id := user_id(values["owner"])) is None:
        return []
    parts, params = ["true"], []
    if "search" in values:
        matching, found = matching_sql(values["search"])
        parts.append(_FOUND.replace("{matching}", matching))
        params += found
    if "flag" in values:
        parts.append(_FLAGGED)
        params.append(values["flag"])
    if "untouched" in values:
        parts.append("t.silent_since < genjin_now() - make_interval(days => %s::int)")
        params.append(values["untouched"])
    sql, all_params = page(
        actor, "customer", "sales_customer", COLUMNS, order=order, limit=paging.fetch,
        filters=Filter(" and ".join(parts), tuple(params)), after=paging.after, owner_id=owner_id,
    )  # fmt: skip
    return _rows(sql, all_params)


def customers_by_id(actor: Actor, ids: list[int]) -> list[Row]:
    """Customers in scope among these, by id."""
    sql, params = page(
        actor, "customer", "sales_customer", COLUMNS, order=Order("id"), limit=len(ids) or 1,
        filters=Filter("t.id = any(%s)", (ids,)),
    )  # fmt: skip
    return _rows(sql, params)


def shown_all(rows: list[Row]) -> list[Row]:
    """The answers of rows, with one more statement for all names."""
    names = usernames(row["owner_id"] for row in rows)
    return [shown(row, names.get(row["owner_id"])) for row in rows]


def duplicates(actor: Actor, columns: Mapping[str, Any]) -> list[str]:
    """Ids of customers the actor may see that bear the same normalised name, telephone number or credit code."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {key: columns[key] for key in ("id", "name_key", "phone", "uscc")})
        found = cursor.fetchall()
    return [str(row[0]) for row in found if may(actor, "read", "customer", owner_id=row[1], team_id=row[2])]


def is_visible(actor: Actor, customer_id: int) -> bool:
    """Whether a live customer is there and the actor's to see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select owner_id, team_id from sales_customer where id = %s and deleted_at is null", [customer_id]
        )
        row = cursor.fetchone()
    return row is not None and may(actor, "read", "customer", owner_id=row[0], team_id=row[1])


def shown(row: Mapping[str, Any], owner: str | None) -> Row:
    """A customer as every route shows it."""
    phone = row["phone"]
    return {
        "id": str(row["id"]),
        "version": row["version"],
        "name": row["name"],
        "phone": f"{phone},{row['phone_ext']}" if phone and row["phone_ext"] else phone,
        "uscc": row["uscc"],
        "class": row["customer_class"],
        "address": row["address"],
        "industry": row["industry"],
        "status": row["status"],
        "value": number(row["value"]),
        "owner": owner,
        "assigned_at": moment(row["assigned_at"]),
        "no_photo": row["no_photo"],
        "last_valid_at": moment(row["last_valid_at"]),
        "last_visit_at": moment(row["last_visit_at"]),
        "custom": loaded(row["custom"]),
        "created_at": moment(row["created_at"]),
        "updated_at": moment(row["updated_at"]),
    }


def _rows(sql: str, params: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
