"""Reads of visits for lists and pages, in scope, newest first, with their photos and proofs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.access.page import After, Filter, Order, page
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class VisitRow:
    """A visit in a list."""

    id: int
    customer_id: int
    customer: str
    author: str
    text: str
    quotes: list[str]
    need_type: str | None
    occurred_at: datetime
    local_day: date
    is_valid: bool
    findings: list[dict[str, Any]]
    next_text: str
    next_due_on: date | None


NEWEST_FIRST = Order("occurred_at", descending=True, nullable=False)
_VISIT_COLUMNS = (
    "id", "customer_id", "author_id", "text", "quotes", "need_type", "occurred_at", "local_day", "is_valid", "findings",
    "next_text", "next_due_on",
)  # fmt: skip


def list_visits(
    actor: Actor, *, is_valid: bool | None = None, author_id: int | None = None, ids: list[int] | None = None,
    first: date | None = None, last: date | None = None, reason: str = "", after: After | None = None, limit: int = 50,
) -> list[VisitRow]:  # fmt: skip
    """Visits in scope, newest first, from a local day to a local day; `after` is where the last page ended."""
    parts: list[str] = ["true"]
    params: list[Any] = []
    for sql, value in (
        ("t.is_valid = %s", is_valid), ("t.author_id = %s", author_id), ("t.id = any(%s)", ids),
        ("t.local_day >= %s", first), ("t.local_day <= %s", last),
    ):  # fmt: skip
        if value is not None:
            parts.append(sql)
            params.append(value)
    if reason:
        parts.append("t.findings @> jsonb_build_array(jsonb_build_object('code', %s::text))")
        params.append(reason)
    rows, given = page(
        actor, "visit", "sales_visit", _VISIT_COLUMNS, order=NEWEST_FIRST, limit=limit,
        filters=Filter(" and ".join(parts), tuple(params)), after=after,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "select v.id, v.customer_id, coalesce(c.name, ''), coalesce(u.name, ''), v.text, v.quotes, v.need_type, v.occurred_at,"  # noqa: S608
            " v.local_day, v.is_valid, v.findings, v.next_text, v.next_due_on"
            f" from ({rows}) v left join sales_customer c on c.id = v.customer_id left join people_user u on u.id = v.author_id"
            " order by v.occurred_at desc, v.id desc",
            given,
        )
        return [_visit(row) for row in cursor.fetchall()]


def place_of(visit: VisitRow) -> str:
    """Where a page that ends with this visit goes on."""
    return f"{visit.occurred_at.timestamp():.6f}_{visit.id}"


def read_place(text: str) -> After | None:
    """The place again; None for what is none."""
    moment, _line, key = text.partition("_")
    if not (key.isascii() and key.isdigit() and len(key) <= 18 and re.fullmatch(r"\d{1,11}\.\d{6}", moment)):
        return None
    whole, _dot, micros = moment.partition(".")
    return After(datetime.fromtimestamp(int(whole), UTC).replace(microsecond=int(micros)), int(key))


def _visit(row: tuple[Any, ...]) -> VisitRow:
    seen = list(row)
    seen[5], seen[10] = _json(seen[5]), _json(seen[10])
    return VisitRow(*seen)


@dataclass(frozen=True)
class FileOfVisit:
    """A photo or proof of a visit as pages show it."""

    visit_id: int
    id: int
    name: str
    kind: str
    role: str
    captured_at: datetime | None


def files_of_visits(ids: list[int]) -> dict[int, list[FileOfVisit]]:
    """Photos and proofs of visits already known to be visible: visit id → files."""
    found: dict[int, list[FileOfVisit]] = {}
    if not ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "select x.record_id, f.id, f.name, f.kind, x.role, f.captured_at from evidence_fileuse x"
            " join evidence_file f on f.id = x.file_id where x.object_key = 'visit' and x.record_id = any(%s) order by x.id",
            [ids],
        )
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(FileOfVisit(*row))
    return found


def last_visits_of(customer_id: int, *, limit: int = 3) -> list[VisitRow]:
    """The last visits of a customer already known to be visible."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select v.id, v.customer_id, '', coalesce(u.name, ''), v.text, v.quotes, v.need_type, v.occurred_at, v.local_day,"
            " v.is_valid, v.findings, v.next_text, v.next_due_on from sales_visit v left join people_user u on u.id = v.author_id"
            " where v.customer_id = %s and v.deleted_at is null order by v.occurred_at desc, v.id desc limit %s",
            [customer_id, limit],
        )
        return [_visit(row) for row in cursor.fetchall()]


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value
