"""Write a batch of customer lines: what is surely new set-based, the rest line by line in memory, then set-based too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.access.scope import may
from genjin.kernel.imports.importer import Counts, Task
from genjin.kernel.records.models import SLOTS
from genjin.kernel.records.write_many import EntrySql, Source, entry_texts, insert_many, put_entries, update_many
from genjin.lib.text.pinyin import initials
from genjin.sales.customers.importing.customer_plan import CHANGE, DECIDED, HITS
from genjin.sales.customers.importing.matching import Contact, Customer, Decision, Matcher

ORIGIN = "import"

_COLUMNS = (
    "name", "name_key", "name_sort", "name_initials", "phone", "phone_ext", "uscc", "customer_class", "address", "industry",
    "status", "value", "owner_id", "team_id", "assigned_at", "custom",
)  # fmt: skip
_CONTACT_COLUMNS = ("contact_name", "contact_title", "contact_phone", "contact_phone_ext", "contact_role")
_CHANGEABLE = tuple(column for column in _COLUMNS if column != "name_key") + SLOTS
_CONTACT_CHANGEABLE = ("title", "phone", "phone_ext", "buying_role")


def write(task: Task, low: int, high: int) -> Counts:
    """Lines low < line <= high, in the caller's transaction."""
    batch = _Batch(task, low, high)
    batch.look_again()
    batch.insert("new")
    decisions = batch.decide()
    if decisions:
        batch.insert("create")
        batch.add_contacts("p.state = 'update'")
        batch.apply_changes()
    batch.remember()
    return batch.counts()


class _Batch:
    """The lines of one transaction."""

    def __init__(self, task: Task, low: int, high: int) -> None:
        self.task, self.low, self.high = task, low, high
        self.joined = f"{task.plan} p join {task.stage.table} s using (line)"
        self.lines = "p.line > %s and p.line <= %s"
        self.range = (low, high)
        owner = task.default_owner
        self.owner = "null::bigint" if owner is None else str(owner.id)
        self.team = "null::bigint" if owner is None or owner.team_id is None else str(owner.team_id)

    def look_again(self) -> None:
        """Others may have created such customers since the plan was made."""
        fresh = f"(select * from {self.joined} where {self.lines} and p.state = 'new') s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"update {self.task.plan} p set state = 'check' from ({HITS.format(source=fresh)}) h where p.line = h.line",
                [*self.range] * 3,
            )

    def insert(self, state: str) -> None:
        """Customers of a state, with their contacts, search entries and events."""
        source = Source(self.joined, "p.rid", f"{self.lines} and p.state = '{state}'", self.range, "p.line")
        team = f"case when s.owner_id is null then {self.team} else s.team_id end"
        insert_many(
            self.task.actor, "customer", source,
            {
                **{name: f"s.{name}" for name in ("name", "name_key", "name_sort", "name_initials", "phone", "uscc",
                                                  "customer_class", "value", *SLOTS)},
                **{name: f"coalesce(s.{name}, '')" for name in ("phone_ext", "address", "industry")},
                "status": "coalesce(s.status, 'active')", "custom": "coalesce(s.custom, '{}')",
                "owner_id": f"coalesce(s.owner_id, {self.owner})", "team_id": team,
                "assigned_at": "coalesce(s.assigned_at, genjin_now())",
            },
            origin=ORIGIN,
            entry=EntrySql("s.name", "s.body", "s.name_initials", "s.grams", f"coalesce(s.owner_id, {self.owner})", team),
        )  # fmt: skip
        self.add_contacts(f"p.state = '{state}'")

    def add_contacts(self, where: str) -> None:
        """Contacts that stand in lines of the batch; their scope is the customer's."""
        source = Source(
            f"{self.joined} join sales_customer c on c.id = p.rid", "p.crid",
            f"{self.lines} and p.crid is not null and {where}", self.range, "p.line",
        )  # fmt: skip
        insert_many(
            self.task.actor, "contact", source,
            {
                "customer_id": "p.rid", "name": "s.contact_name", "title": "coalesce(s.contact_title, '')",
                "phone": "s.contact_phone", "phone_ext": "coalesce(s.contact_phone_ext, '')",
                "buying_role": "s.contact_role", "owner_id": "c.owner_id", "team_id": "c.team_id",
            },
            origin=ORIGIN,
            entry=EntrySql("s.contact_name", "s.contact_body", "s.contact_initials", "s.contact_grams",
                           "c.owner_id", "c.team_id"),
        )  # fmt: skip

    def decide(self) -> list[Decision]:
        """Judge the lines that share a key, one after the other; writes down what was decided."""
        rows = self._rows_to_check()
        if not rows:
            return []
        actor = self.task.actor
        self.matcher = Matcher(
            _customers_like(rows),
            may_update=lambda c: may(actor, "update", "customer", owner_id=c["owner_id"], team_id=c["team_id"]),
            default_owner=self.task.default_owner,
        )
        decisions = [
            self.matcher.decide(row["line"], row, record_id=row["rid"], contact_id=row["crid"], now=self.task.now)
            for row in rows
        ]
        self._write_down(decisions)
        self._hold_back(decisions, {row["line"]: row for row in rows})
        return decisions

    def _rows_to_check(self) -> list[dict[str, Any]]:
        wanted = ("line", "rid", "crid", "fp", *_COLUMNS, *_CONTACT_COLUMNS, *SLOTS)
        columns = ", ".join(f"p.{c}" if c in ("line", "rid", "crid") else f"s.{c}" for c in wanted)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {columns} from {self.joined} where {self.lines} and p.state = 'check' order by p.line",
                self.range,
            )
            rows = [dict(zip(wanted, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            row["custom"] = _json(row["custom"])
            row["slots"] = {slot: row[slot] for slot in SLOTS}
        return rows

    def _write_down(self, decisions: list[Decision]) -> None:
        decided = self.task.scratch("decided", DECIDED)
        decided.truncate()
        decided.copy_rows((str(d.line), d.state, _text(d.record_id), _text(d.contact_id)) for d in decisions)
        with connection.cursor() as cursor:
            cursor.execute(
                f"update {self.task.plan} p set state = d.state, rid = d.rid, crid = d.crid"
                f" from {decided.table} d where d.line = p.line"
            )

    def _hold_back(self, decisions: list[Decision], rows: Mapping[int, dict[str, Any]]) -> None:
        held = [
            {
                "row": d.line, "incoming": _incoming(rows[d.line]), "candidates": [str(c) for c in d.candidates[:20]],
                "keys": d.keys, "owner_id": _owner(self.task, rows[d.line])[0],
                "team_id": _owner(self.task, rows[d.line])[1], "fp": rows[d.line]["fp"],
            }
            for d in decisions if d.state == "match"
        ]  # fmt: skip
        if not held:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                'insert into imports_mergeproposal (run_id, object_key, "row", incoming, candidates, keys, owner_id, team_id,'
                " fingerprint) select %s, 'customer', r.row, r.incoming, r.candidates, r.keys, r.owner_id, r.team_id,"
                " decode(r.fp, 'hex') from jsonb_to_recordset(%s::jsonb) as r (\"row\" int, incoming jsonb,"
                " candidates jsonb, keys jsonb, owner_id bigint, team_id bigint, fp text)"
                " order by r.row on conflict (object_key, fingerprint) do nothing",
                [self.task.run_id, orjson.dumps(held, default=str).decode()],
            )

    def apply_changes(self) -> None:
        """Write what lines changed, one new version a record however many lines changed it."""
        changed = [c for c in self.matcher.customers.values() if c.changed]
        contacts = [
            (contact.id, contact.columns, changes)
            for customer in self.matcher.customers.values()
            for contact in customer.contacts.values()
            if (changes := customer.contacts_changed.get(contact.id))
        ]
        if not changed and not contacts:
            return
        change = self.task.scratch("change", CHANGE)
        change.truncate()
        change.copy_rows(
            [_change_row("customer", c.id, c.changed, _customer_entry(c.columns)) for c in changed]
            + [_change_row("contact", id_, changes, _contact_entry(columns)) for id_, columns, changes in contacts]
        )
        for key, columns in (("customer", _CHANGEABLE), ("contact", _CONTACT_CHANGEABLE)):
            self._update(change.table, key, columns)

    def _update(self, table: str, key: str, columns: tuple[str, ...]) -> None:
        target = f"sales_{key}"
        relation = f"{table} v cross join lateral jsonb_populate_record(null::{target}, v.set) r"
        source = Source(relation, "v.id", f"v.object_key = '{key}'")
        if not update_many(self.task.actor, key, source, {c: f'coalesce(r."{c}", c."{c}")' for c in columns},
                           origin=ORIGIN, fields="v.fields"):  # fmt: skip
            return
        owned = Source(f"{table} v join {target} t on t.id = v.id", "v.id", f"v.object_key = '{key}'")
        put_entries(key, owned, EntrySql("v.title", "v.body", "v.initials", "v.grams", "t.owner_id", "t.team_id"))

    def remember(self) -> None:
        """Fingerprints of what went in; a row that was held back before and now went in is no open question any more."""
        went_in = f"{self.lines} and p.state in ('new', 'create', 'update', 'same')"
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into imports_seen (object_key, fingerprint, record_id)"
                f" select 'customer', decode(s.fp, 'hex'), p.rid from {self.joined} where {went_in} on conflict do nothing",
                self.range,
            )
            cursor.execute(
                "update imports_mergeproposal m set state = 'other', decided_at = genjin_now()"
                f" from {self.joined} where {went_in} and m.state = 'open' and m.object_key = 'customer'"
                " and m.fingerprint = decode(s.fp, 'hex')",
                self.range,
            )

    def counts(self) -> Counts:
        """Rows of the batch by what became of them; faulty ones are counted by the caller."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"select state, count(*) from {self.task.plan} p where {self.lines} group by 1",
                self.range,
            )
            by_state = dict(cursor.fetchall())
        return Counts(
            created=by_state.get("new", 0) + by_state.get("create", 0),
            updated=by_state.get("update", 0),
            unchanged=by_state.get("same", 0) + by_state.get("known", 0),
            duplicates=by_state.get("match", 0),
        )


def tidy(*tables: str) -> None:
    """Fold what waits in the search index into it, and give the planner fresh figures."""
    with connection.cursor() as cursor:
        cursor.execute("select gin_clean_pending_list('records_search_grams'::regclass)")
        for table in (*tables, "records_searchentry", "imports_seen"):
            cursor.execute(f"analyze {table}")


def _customers_like(rows: list[dict[str, Any]]) -> list[Customer]:
    """Live customers that share a key with any of the rows, locked, with their contacts when rows bring some."""
    columns = ", ".join(f'c."{name}"' for name in ("id", *_COLUMNS, *SLOTS))
    values = {key: list({row[key] for row in rows if row[key] is not None}) for key in ("name_key", "phone", "uscc")}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {columns} from sales_customer c where c.id in ("
            " select id from sales_customer where name_key = any(%s) and deleted_at is null"
            " union select id from sales_customer where phone = any(%s) and phone is not null and deleted_at is null"
            " union select id from sales_customer where uscc = any(%s) and uscc is not null and deleted_at is null)"
            " order by c.id for update of c",
            [values["name_key"], values["phone"], values["uscc"]],
        )
        names = ("id", *_COLUMNS, *SLOTS)
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        customers = {row["id"]: Customer(row["id"], row | {"custom": _json(row["custom"]) or {}}) for row in found}
        if customers and any(row["contact_name"] for row in rows):
            cursor.execute(
                "select customer_id, id, name, title, phone, phone_ext, buying_role from sales_contact"
                " where customer_id = any(%s) and deleted_at is null order by id desc",
                [list(customers)],
            )
            for customer_id, id_, *contact in cursor.fetchall():
                known = Contact(
                    id_, dict(zip(("name", "title", "phone", "phone_ext", "buying_role"), contact, strict=True))
                )
                customers[customer_id].put(known)
    return list(customers.values())


def _change_row(
    object_key: str, id_: int, changes: Mapping[str, Any], entry: tuple[str, str, str, str]
) -> tuple[str | None, ...]:
    values = orjson.dumps(changes, default=_jsonable).decode()
    return (object_key, str(id_), values, orjson.dumps(sorted(changes)).decode(), *entry)


def _customer_entry(columns: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return entry_texts(columns["name"], columns["name_initials"], (columns["phone"] or "",))


def _contact_entry(columns: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return entry_texts(columns["name"], initials(columns["name"]), (columns["phone"] or "", columns["title"] or ""))


#: Field keys of a held-back row, in the order both sides are shown, with the staged column.
INCOMING = (
    ("name", "name"), ("phone", "phone"), ("uscc", "uscc"), ("class", "customer_class"), ("address", "address"),
    ("industry", "industry"), ("status", "status"), ("value", "value"), ("owner", "owner_id"), ("assigned_at", "assigned_at"),
    ("contact.name", "contact_name"), ("contact.title", "contact_title"), ("contact.phone", "contact_phone"),
    ("contact.buying_role", "contact_role"),
)  # fmt: skip


def _incoming(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: _jsonable(row[column]) for key, column in INCOMING if row[column] is not None}
    for key, ext in (("phone", "phone_ext"), ("contact.phone", "contact_phone_ext")):
        if key in values and row[ext]:
            values[key] = f"{values[key]},{row[ext]}"
    return values | ({"custom": row["custom"]} if row["custom"] else {})


def _jsonable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if isinstance(value, str | int | dict) else str(value)


def _owner(task: Task, row: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Whose the row would be, and in which team."""
    if row["owner_id"] is not None or task.default_owner is None:
        return row["owner_id"], row["team_id"]
    return task.default_owner.id, task.default_owner.team_id


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
