"""Is this row a customer we have? Decided line by line, in the file's order, each seeing what the lines before it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from genjin.kernel.imports.colleagues import Person
from genjin.lib.text.grams import searchable

#: Columns that a row may change; a blank cell changes nothing. Name, owner and added fields have rules of their own.
PLAIN = ("phone_ext", "uscc", "customer_class", "address", "industry", "status", "value", "assigned_at")
CONTACT = ("title", "phone_ext", "buying_role")

Values = Mapping[str, Any]


@dataclass
class Contact:
    """Somebody at a customer."""

    id: int
    columns: dict[str, Any]


@dataclass
class Customer:
    """A customer as it stands at this line. `changed`: columns that lines of this batch changed."""

    id: int
    columns: dict[str, Any]
    contacts: dict[str, Contact] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    contacts_changed: dict[int, dict[str, Any]] = field(default_factory=dict)

    def put(self, contact: Contact) -> None:
        """Know somebody there; one name is one person."""
        self.contacts[_person_key(contact.columns["name"])] = contact


@dataclass(frozen=True)
class Decision:
    """`state`: create, update, same or match (held back). `candidates` and `keys` say what a match resembles."""

    line: int
    state: str
    record_id: int | None = None
    contact_id: int | None = None
    candidates: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()


class Matcher:
    """Customers that lines of one batch may be, found by name key, phone and USCC."""

    def __init__(
        self, customers: Iterable[Customer], *, may_update: Callable[[Values], bool], default_owner: Person | None
    ) -> None:
        self._by: dict[str, dict[Any, list[Customer]]] = {"name_key": {}, "phone": {}, "uscc": {}}
        self._may_update = may_update
        self._default_owner = default_owner
        self.customers: dict[int, Customer] = {}
        for customer in customers:
            self._add(customer)

    def decide(self, line: int, row: Values, *, record_id: int, contact_id: int | None, now: Any) -> Decision:
        """What becomes of a line; what it changes is seen by the next."""
        named = self._found("name_key", row)
        strangers = [
            (key, other)
            for key in ("phone", "uscc")
            for other in self._found(key, row)
            if other.columns["name_key"] != row["name_key"]
        ]
        if not named and not strangers:
            return self._create(line, row, record_id, contact_id)
        same = _same(named, row)
        if same is not None:
            # A key it has already may be another's as well: that was settled before this file.
            strangers = [(key, other) for key, other in strangers if same.columns[key] != row[key]]
        if same is None or strangers or not self._may_update(same.columns):
            return _held_back(line, named, strangers)
        changed = self._change(same, row, now)
        added, contact_changed = _put_contact(same, row, contact_id)
        state = "update" if changed or contact_changed or added else "same"
        return Decision(line, state, same.id, contact_id if added else None)

    def _found(self, key: str, row: Values) -> list[Customer]:
        value = row[key]
        return self._by[key].get(value, []) if value is not None else []

    def _add(self, customer: Customer) -> None:
        self.customers[customer.id] = customer
        for key, index in self._by.items():
            if customer.columns[key] is not None:
                index.setdefault(customer.columns[key], []).append(customer)

    def _create(self, line: int, row: Values, record_id: int, contact_id: int | None) -> Decision:
        columns = {**row, "custom": row["custom"] or {}, "status": row["status"] or "active"}
        if row["owner_id"] is None and self._default_owner is not None:
            columns |= {"owner_id": self._default_owner.id, "team_id": self._default_owner.team_id}
        customer = Customer(record_id, columns)
        if contact_id is not None:
            customer.put(Contact(contact_id, _contact_columns(row)))
        self._add(customer)
        return Decision(line, "create", record_id, contact_id)

    def _change(self, customer: Customer, row: Values, now: Any) -> bool:
        new = {key: row[key] for key in PLAIN if row[key] is not None}
        if row["phone"] is not None and row["phone"] != customer.columns["phone"]:
            new |= {"phone": row["phone"], "phone_ext": row["phone_ext"] or ""}
        if _is_fuller(row["name"], customer.columns["name"]):
            new |= {key: row[key] for key in ("name", "name_sort", "name_initials")}
        if row["owner_id"] is not None and row["owner_id"] != customer.columns["owner_id"]:
            new |= {"owner_id": row["owner_id"], "team_id": row["team_id"]}
            new.setdefault("assigned_at", now)
        if row["custom"]:
            new["custom"] = {**customer.columns["custom"], **row["custom"]}
            new |= {slot: value for slot, value in row["slots"].items() if value is not None}
        changed = {key: value for key, value in new.items() if customer.columns.get(key) != value}
        for key in ("phone", "uscc"):
            if key in changed:
                self._by[key].setdefault(changed[key], []).append(customer)
        customer.columns |= changed
        customer.changed |= changed
        return bool(changed)


def _same(named: list[Customer], row: Values) -> Customer | None:
    """The one of this name that the row is: without contradiction, and where several bear the name, by phone or USCC."""
    fitting = [customer for customer in named if not _contradicts(customer.columns, row)]
    if len(named) == 1 and fitting:
        return fitting[0]
    agreeing = [customer for customer in fitting if _agrees(customer.columns, row)]
    return agreeing[0] if len(agreeing) == 1 else None


def _contradicts(columns: Values, row: Values) -> bool:
    return any(
        row[key] is not None and columns[key] is not None and row[key] != columns[key] for key in ("phone", "uscc")
    )


def _agrees(columns: Values, row: Values) -> bool:
    return any(row[key] is not None and row[key] == columns[key] for key in ("phone", "uscc"))


def _held_back(line: int, named: list[Customer], strangers: list[tuple[str, Customer]]) -> Decision:
    keys = (["name"] if named else []) + [key for key, _other in strangers]
    candidates = [customer.id for customer in named] + [other.id for _key, other in strangers]
    return Decision(line, "match", candidates=tuple(dict.fromkeys(candidates)), keys=tuple(dict.fromkeys(keys)))


def _is_fuller(new: str, old: str) -> bool:
    """Names with one key differ in width, brackets and legal form only: the fuller one is worth keeping."""
    return new != old and len(searchable(new)) > len(searchable(old))


def _put_contact(customer: Customer, row: Values, contact_id: int | None) -> tuple[bool, bool]:
    """(added, changed): a contact of that name is the same person."""
    if contact_id is None:
        return False, False
    key = _person_key(row["contact_name"])
    there = customer.contacts.get(key)
    if there is None:
        customer.put(Contact(contact_id, _contact_columns(row)))
        return True, False
    new = {name: row[f"contact_{_staged(name)}"] for name in CONTACT if row[f"contact_{_staged(name)}"] is not None}
    if row["contact_phone"] is not None and row["contact_phone"] != there.columns["phone"]:
        new |= {"phone": row["contact_phone"], "phone_ext": row["contact_phone_ext"] or ""}
    changed = {name: value for name, value in new.items() if there.columns.get(name) != value}
    if changed:
        there.columns |= changed
        customer.contacts_changed.setdefault(there.id, {}).update(changed)
    return False, bool(changed)


def _contact_columns(row: Values) -> dict[str, Any]:
    return {
        "name": row["contact_name"], "title": row["contact_title"] or "", "phone": row["contact_phone"],
        "phone_ext": row["contact_phone_ext"] or "", "buying_role": row["contact_role"],
    }  # fmt: skip


def _staged(column: str) -> str:
    return "role" if column == "buying_role" else column


def _person_key(name: str) -> str:
    return searchable(name) or name
