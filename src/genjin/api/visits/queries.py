"""Reads of visits: one, a page, the latest of a customer; with files and names in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from genjin.api.http.answers import day, loaded, moment, number, text_id
from genjin.api.http.paging import Paging
from genjin.api.people import user_id, usernames
from genjin.kernel.access.page import Filter, Order, page
from genjin.kernel.access.scope import may
from genjin.kernel.errors import NotFound
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor

Row = dict[str, Any]

NEWEST_FIRST = Order("occurred_at", descending=True, nullable=False)
COLUMNS = (
    "id", "version", "customer_id", "need_type", "text", "quotes", "next_text", "next_due_on", "next_task_id",
    "contact_id", "occurred_at", "recorded_at", "check_in_lat", "check_in_lon", "check_in_accuracy_m", "check_in_crs",
    "owner_id", "team_id", "author_id", "is_valid", "findings", "client_key",
)  # fmt: skip

_ONE = """
select t.id, t.version, t.customer_id, t.need_type, t.text, t.quotes, t.next_text, t.next_due_on, t.next_task_id,
  t.contact_id, t.occurred_at, t.recorded_at, t.check_in_lat, t.check_in_lon, t.check_in_accuracy_m, t.check_in_crs,
  t.owner_id, t.team_id, t.author_id, t.is_valid, t.findings, t.client_key
from sales_visit t where t.id = %s and t.deleted_at is null
"""

#: The latest of one customer with their files and authors, one statement on the index (customer, occurred_at, id).
_LATEST = """
select t.id, t.version, t.customer_id, t.need_type, t.text, t.quotes, t.next_text, t.next_due_on, t.next_task_id,
  t.contact_id, t.occurred_at, t.recorded_at, t.check_in_lat, t.check_in_lon, t.check_in_accuracy_m, t.check_in_crs,
  t.owner_id, t.team_id, t.author_id, t.is_valid, t.findings, t.client_key, u.username,
  (select jsonb_agg(jsonb_build_array(f.role, f.file_id) order by f.id) from evidence_fileuse f
   where f.object_key = 'visit' and f.record_id = t.id)
from sales_visit t join people_user u on u.id = t.author_id
where t.customer_id = %s and t.deleted_at is null order by t.occurred_at desc, t.id desc limit %s
"""


def visit(actor: Actor, visit_id: int) -> Row:
    """The answer for one visit. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [visit_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    row = dict(zip(COLUMNS, found, strict=True))
    if not may(actor, "read", "visit", owner_id=row["owner_id"], team_id=row["team_id"]):
        raise NotFound
    return shown_all([row])[0]


def visits(actor: Actor, values: Mapping[str, Any], paging: Paging) -> list[Row]:
    """A page of visits as rows, newest first. `values`: customer, owner, author, from, to (local days, inclusive)."""
    owner_id = None
    if "owner" in values and (owner_id := user_id(values["owner"])) is None:
        return []
    parts: list[str] = ["true"]
    params: list[Any] = []
    if "customer" in values:
        parts.append("t.customer_id = %s")
        params.append(values["customer"])
    if "author" in values:
        author_id = user_id(values["author"])
        if author_id is None:
            return []
        parts.append("t.author_id = %s")
        params.append(author_id)
    if "from" in values:
        parts.append("t.occurred_at >= %s")
        params.append(clock.start_of(values["from"]))
    if "to" in values:
        parts.append("t.occurred_at < %s")
        params.append(clock.end_of(values["to"]))
    sql, all_params = page(
        actor, "visit", "sales_visit", COLUMNS, order=NEWEST_FIRST, limit=paging.fetch,
        filters=Filter(" and ".join(parts), tuple(params)), after=paging.after, owner_id=owner_id,
    )  # fmt: skip
    return _rows(sql, all_params)


def visits_by_id(actor: Actor, ids: list[int]) -> list[Row]:
    """Visits in scope among these."""
    sql, params = page(
        actor, "visit", "sales_visit", COLUMNS, order=Order("id"), limit=len(ids) or 1,
        filters=Filter("t.id = any(%s)", (ids,)),
    )  # fmt: skip
    return _rows(sql, params)


def latest_visits(actor: Actor, customer_id: int, most: int, *, owner: str | None) -> list[Row]:
    """The answers for the newest visits of a customer who was read in scope; `owner` is his."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [customer_id, most])
        found = cursor.fetchall()
    return [shown(dict(zip(COLUMNS, row[:-2], strict=True)), owner, row[-2], loaded(row[-1]) or ()) for row in found]


def shown_all(rows: Sequence[Row]) -> list[Row]:
    """The answers of rows, with one statement for all their names and one for all their files."""
    names = usernames(person for row in rows for person in (row["owner_id"], row["author_id"]))
    files = _files([row["id"] for row in rows])
    return [shown(row, names.get(row["owner_id"]), names[row["author_id"]], files.get(row["id"], ())) for row in rows]


def shown(row: Mapping[str, Any], owner: str | None, author: str, files: Sequence[Sequence[Any]]) -> Row:
    """A visit as every route shows it. `files`: (role, file id) in the order they were given."""
    has_next = bool(row["next_text"]) or row["next_due_on"] is not None
    return {
        "id": str(row["id"]),
        "version": row["version"],
        "customer": str(row["customer_id"]),
        "need_type": row["need_type"],
        "text": row["text"],
        "quotes": loaded(row["quotes"]),
        "next_step": {
            "text": row["next_text"],
            "due_on": day(row["next_due_on"]),
            "task": text_id(row["next_task_id"]),
        }
        if has_next
        else None,
        "photos": [str(file_id) for role, file_id in files if role == "photo"],
        "proofs": [{"kind": role, "file": str(file_id)} for role, file_id in files if role != "photo"],
        "contact": text_id(row["contact_id"]),
        "occurred_at": moment(row["occurred_at"]),
        "recorded_at": moment(row["recorded_at"]),
        "check_in": _check_in(row),
        "owner": owner,
        "author": author,
        "is_valid": row["is_valid"],
        "findings": loaded(row["findings"]),
        "client_key": row["client_key"],
    }


def _check_in(row: Mapping[str, Any]) -> Row | None:
    if row["check_in_lat"] is None:
        return None
    return {
        "lat": number(row["check_in_lat"]),
        "lon": number(row["check_in_lon"]),
        "accuracy_m": row["check_in_accuracy_m"],
        "crs": row["check_in_crs"],
    }


def _files(visit_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    if not visit_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "select record_id, role, file_id from evidence_fileuse where object_key = 'visit' and record_id = any(%s)"
            " order by id",
            [visit_ids],
        )
        for record_id, role, file_id in cursor.fetchall():
            found.setdefault(record_id, []).append((role, file_id))
    return found


def _rows(sql: str, params: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
