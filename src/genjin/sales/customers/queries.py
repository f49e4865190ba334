"""Reads of customers for lists and pages: in scope, a fixed number of statements, a page costs a page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.access.page import COUNT_LIMIT, After, Filter, Order, count, page
from genjin.kernel.access.scope import where
from genjin.kernel.errors import NotFound
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.search import matching_sql
from genjin.sales.customers.counts import VisitCount, visit_counts

#: A customer turns red after this many days without progress; amber this many days before (playbook `silent_customer`).
RED_DAYS, AMBER_DAYS = 14, 12

ORDERS = {
    "silent": Order("silent_since", nullable=False),
    "recent": Order("silent_since", descending=True, nullable=False),
    "name": Order("name_sort", nullable=False),
    "newest": Order("id", descending=True, nullable=False),
}
_COLUMNS = (
    "id",
    "name",
    "customer_class",
    "status",
    "value",
    "owner_id",
    "last_valid_at",
    "name_sort",
    "address",
    "industry",
)


@dataclass(frozen=True)
class CustomerFilter:
    """What a list shows. `flag`: `silent` (red), `backlog` (存量) or nothing; `untouched_days`: no valid contact for so long."""

    query: str = ""
    owner_id: int | None = None
    is_ownerless: bool = False
    flag: str = ""
    customer_class: str = ""
    untouched_days: int | None = None
    without_next: bool = False
    order: str = "silent"


@dataclass(frozen=True)
class Beside:
    """What stands beside a customer everywhere: his lamp, last words, next step, who owns him."""

    owner_name: str = ""
    flag: str = ""
    flag_reason: str = ""
    progress_on: date | None = None
    has_progress: bool = False
    say: str = ""
    say_by: str = ""
    say_title: str = ""
    say_on: date | None = None
    next_text: str = ""
    next_on: date | None = None
    today: date = date.min
    counts: VisitCount = field(default=VisitCount(0, 0))

    @property
    def silent_days(self) -> int | None:
        """Days since the last progress, or since he was given to his owner."""
        return (self.today - self.progress_on).days if self.progress_on else None

    @property
    def has_clear_next(self) -> bool:
        """Whether a next step with a day still ahead is open."""
        return self.next_on is not None and self.next_on >= self.today

    @property
    def days_to_red(self) -> int | None:
        """Days until the lamp turns red, when that is soon; None when it is not."""
        days = self.silent_days
        if self.flag or self.has_clear_next or days is None or not AMBER_DAYS <= days < RED_DAYS:
            return None
        return RED_DAYS - days

    @property
    def is_clearing(self) -> bool:
        """A valid contact of today is there, but the watch has not looked yet: the lamp goes out within seconds."""
        return bool(self.flag) and self.has_progress and self.silent_days == 0

    @property
    def lamp(self) -> str:
        """red, amber, green or off."""
        if self.is_clearing:
            return "green"
        if self.flag == "silent":
            return "red"
        if self.flag == "backlog":
            return "off"
        if self.days_to_red is not None:
            return "amber"
        days = self.silent_days
        return "green" if self.has_clear_next or (self.has_progress and days is not None and days < RED_DAYS) else "off"


@dataclass(frozen=True)
class CustomerRow:
    """A customer in a list."""

    id: int
    name: str
    customer_class: str | None
    status: str
    value: Decimal | None
    owner_id: int | None
    last_valid_at: datetime | None
    address: str
    industry: str
    beside: Beside = Beside()


@dataclass(frozen=True)
class CustomerPage:
    """A page of a list; `after` is the cursor of the next one. `total` stops at 1,001."""

    rows: list[CustomerRow]
    after: str
    total: int | None = None

    @property
    def is_capped(self) -> bool:
        """Whether there are more than can be counted while one waits."""
        return self.total is not None and self.total >= COUNT_LIMIT


def list_customers(
    actor: Actor, filters: CustomerFilter, *, after: str = "", limit: int = 50, counted: bool = True
) -> CustomerPage:
    """A page of the customers an actor may see. An unreadable cursor begins anew."""
    order = ORDERS.get(filters.order, ORDERS["silent"])
    narrowed = _narrow(actor, filters)
    sql, params = page(
        actor, "customer", "sales_customer", _COLUMNS, order=order, limit=limit + 1, filters=narrowed,
        after=_position(after, order), owner_id=filters.owner_id,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [c[0] for c in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        total = None
        if counted:
            cursor.execute(*count(actor, "customer", "sales_customer", filters=narrowed, owner_id=filters.owner_id))
            total = cursor.fetchone()[0]
    rows = found[:limit]
    following = _cursor(order, rows[-1]) if len(found) > limit else ""
    beside = beside_customers([row["id"] for row in rows])
    return CustomerPage([_row(row, beside) for row in rows], following, total)


def list_customers_by_id(ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Name and class of customers already known to be visible."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, name, customer_class from sales_customer where id = any(%s)", [list(ids)])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def neighbours(actor: Actor, filters: CustomerFilter, customer: dict[str, Any]) -> tuple[int | None, int | None]:
    """The ids before and after a customer in the list one came from."""
    order = ORDERS.get(filters.order, ORDERS["silent"])
    narrowed = _narrow(actor, filters)
    here = After(customer[order.column], customer["id"])
    found: list[int | None] = []
    with connection.cursor() as cursor:
        for way in (replace(order, descending=not order.descending), order):
            sql, params = page(
                actor, "customer", "sales_customer", ("id",), order=way, limit=1, filters=narrowed, after=here,
                owner_id=filters.owner_id,
            )  # fmt: skip
            cursor.execute(f"select id from ({sql}) n", params)  # noqa: S608 parts are ours
            row = cursor.fetchone()
            found.append(row[0] if row else None)
    return found[0], found[1]


def _narrow(actor: Actor, filters: CustomerFilter) -> Filter:
    parts: list[str] = ["true"]
    params: list[Any] = []
    if len(filters.query) == 1:
        # The index knows pairs of characters; one alone is taken as the beginning of the name or its initials.
        parts.append("(starts_with(t.name, %s) or starts_with(t.name_initials, lower(%s)))")
        params += [filters.query, filters.query]
    elif filters.query:
        parts.append("t.id = any(%s)")
        params.append(_matching(actor, filters.query))
    if filters.is_ownerless:
        parts.append("t.owner_id is null")
    if filters.customer_class:
        parts.append("t.customer_class = %s")
        params.append(filters.customer_class)
    if filters.flag:
        parts.append(
            "exists (select 1 from records_flag f where f.object_key = 'customer' and f.record_id = t.id"
            " and f.key = 'silent' and f.left_at is null and f.backlog = %s)"
        )
        params.append(filters.flag == "backlog")
    if filters.untouched_days:
        parts.append("t.silent_since < genjin_now() - make_interval(days => %s::int)")
        params.append(filters.untouched_days)
    if filters.without_next:
        parts.append(
            "not exists (select 1 from work_task k where k.object_key = 'customer' and k.record_id = t.id"
            " and k.kind = 'next_step' and k.state in ('open', 'started'))"
        )
    return Filter(" and ".join(parts), tuple(params))


def _matching(actor: Actor, query: str) -> list[int]:
    """Ids found by name, initials, phone; bounded, as nobody pages through thousands of hits."""
    scope = where(actor, "customer", alias="s")
    matching, params = matching_sql(query)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select s.record_id from records_searchentry s where s.object_key = 'customer' and {matching}"  # noqa: S608
            f" and {scope.sql} limit {COUNT_LIMIT}",
            [*params, *scope.params],
        )
        return [row[0] for row in cursor.fetchall()]


_BESIDE = """
select c.id, coalesce(u.name, ''), case when f.backlog then 'backlog' when f.backlog is not null then 'silent' else '' end,
  coalesce(f.reason, ''), coalesce(p.local_day, (coalesce(c.assigned_at, c.created_at) at time zone 'Asia/Shanghai')::date),
  p.local_day is not null, coalesce(q.say, ''), coalesce(q.by, ''), coalesce(q.title, ''), q.local_day,
  coalesce(k.title, ''), k.due_on, (genjin_now() at time zone 'Asia/Shanghai')::date
from unnest(%s::bigint[]) x(id) join sales_customer c on c.id = x.id
left join people_user u on u.id = c.owner_id
left join lateral (select f.backlog, f.reason from records_flag f where f.object_key = 'customer' and f.record_id = c.id
  and f.key = 'silent' and f.left_at is null limit 1) f on true
left join lateral (select i.local_day from sales_interaction i where i.customer_id = c.id and i.is_valid
  and i.voided_at is null order by i.occurred_at desc limit 1) p on true
left join lateral (select v.quotes ->> 0 as say, n.name as by, n.title, v.local_day from sales_visit v
  left join sales_contact n on n.id = v.contact_id
  where v.customer_id = c.id and v.deleted_at is null and v.quotes <> '[]'
  order by v.occurred_at desc, v.id desc limit 1) q on true
left join lateral (select k.title, k.due_on from work_task k where k.object_key = 'customer' and k.record_id = c.id
  and k.kind = 'next_step' and k.state in ('open', 'started') order by k.due_on nulls last, k.id limit 1) k on true
"""


def beside_customers(ids: Sequence[int]) -> dict[int, Beside]:
    """What stands beside customers already known to be visible: two statements for any number of them."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [list(ids)])
        found = {row[0]: Beside(*row[1:]) for row in cursor.fetchall()}
    counts = visit_counts(list(ids))
    return {key: replace(beside, counts=counts.get(key, VisitCount(0, 0))) for key, beside in found.items()}


def _row(row: dict[str, Any], beside: dict[int, Beside]) -> CustomerRow:
    return CustomerRow(
        row["id"], row["name"], row["customer_class"], row["status"], row["value"], row["owner_id"],
        row["last_valid_at"], row["address"], row["industry"], beside.get(row["id"], Beside()),
    )  # fmt: skip


def _cursor(order: Order, row: dict[str, Any]) -> str:
    value = row[order.column]
    told = [value.isoformat() if isinstance(value, datetime) else value, row["id"]]
    return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")


def _position(cursor: str, order: Order) -> After | None:
    if not cursor or len(cursor) > 1000:
        return None
    try:
        value, row_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if value is not None and order.column == "silent_since":
            value = datetime.fromisoformat(value)
    except (ValueError, TypeError, binascii.Error):
        return None
    is_text = order.column != "name_sort" or isinstance(value, str)
    return After(value, row_id) if isinstance(row_id, int) and 0 <= row_id < 2**63 and is_text else None


def get_customer(actor: Actor, customer_id: int) -> dict[str, Any]:
    """All columns of a live customer with its owner's names. Raises NotFound."""
    scope = where(actor, "customer")
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.*, u.name as owner_name, u.username as owner_username, m.name as team_name from sales_customer t"  # noqa: S608
            f" left join people_user u on u.id = t.owner_id left join people_team m on m.id = t.team_id"
            f" where t.id = %s and t.deleted_at is null and {scope.sql}",
            [customer_id, *scope.params],
        )
        names = [c[0] for c in cursor.description]
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    found = dict(zip(names, row, strict=True))
    found["custom"] = _json(found["custom"])
    return found


@dataclass(frozen=True)
class ContactRow:
    """A person at a customer, and how often he was met."""

    id: int
    name: str
    title: str
    phone: str | None
    buying_role: str | None
    met: int
    version: int


def contacts_of(customer_id: int) -> list[ContactRow]:
    """The people of a customer already known to be visible: deciders first, then whom one meets most."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select n.id, n.name, n.title, n.phone, n.buying_role, (select count(*) from records_link l
              where l.to_object = 'contact' and l.to_id = n.id and l.field = 'contacts' and l.from_object = 'visit'), n.version
            from sales_contact n where n.customer_id = %s and n.deleted_at is null
            order by array_position(array['decider', 'influencer', 'technical', 'buyer', 'user', 'gatekeeper'], n.buying_role)
              nulls last, 6 desc, n.id limit 60
            """,
            [customer_id],
        )
        return [ContactRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Quote:
    """Words of a customer, who said them and when."""

    text: str
    by: str
    title: str
    on: date
    need_type: str | None


def quotes_of(customer_id: int, *, limit: int = 3) -> tuple[list[Quote], int]:
    """The last words of a customer already known to be visible, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select q.say, coalesce(n.name, ''), coalesce(n.title, ''), v.local_day, v.need_type, count(*) over ()
            from sales_visit v cross join lateral jsonb_array_elements_text(v.quotes) with ordinality q(say, n)
            left join sales_contact n on n.id = v.contact_id
            where v.customer_id = %s and v.deleted_at is null and v.quotes <> '[]'
            order by v.occurred_at desc, v.id desc, q.n limit %s
            """,
            [customer_id, limit],
        )
        rows = cursor.fetchall()
    return [Quote(*row[:5]) for row in rows], rows[0][5] if rows else 0


def alike(actor: Actor, customer_id: int, name_key: str, *, limit: int = 3) -> list[tuple[int, str]]:
    """Customers whose names look like this one's: a hint for people, never a decision."""
    from rapidfuzz import fuzz

    from genjin.lib.text.grams import bigrams

    if len(name_key) < 4:
        return []
    # Four characters in a row at either end: bounded by the index, where "any bigram in common" would read thousands.
    ends = [bigrams(name_key[:4]), bigrams(name_key[-4:])]
    scope = where(actor, "customer", alias="s")
    with connection.cursor() as cursor:
        cursor.execute(
            "select s.record_id, s.title, c.name_key from records_searchentry s join sales_customer c on c.id = s.record_id"  # noqa: S608
            " where s.object_key = 'customer' and s.record_id <> %s"
            f" and (s.grams @> %s::text[] or s.grams @> %s::text[]) and {scope.sql} limit 200",
            [customer_id, *ends, *scope.params],
        )
        near = [(row[0], row[1], fuzz.ratio(name_key, row[2])) for row in cursor.fetchall()]
    return [(key, title) for key, title, likeness in sorted(near, key=lambda n: -n[2]) if likeness >= 80][:limit]


def owners_in_reach(actor: Actor) -> list[tuple[int, str]]:
    """People whose customers the actor may see, for the owner filter; none for who sees only his own."""
    scope = actor.scope("customer", "read")
    if scope not in ("team", "all"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select u.id, u.name from people_user u join people_membership m on m.user_id = u.id and m.until is null"
            " where u.is_active and m.role in ('rep', 'supervisor') and (%s or m.team_id = any(%s)) order by m.team_id, u.name",
            [scope == "all", list(actor.led_teams)],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value
