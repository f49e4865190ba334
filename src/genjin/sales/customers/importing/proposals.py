"""Rows held back beside the customers they resemble, field by field, as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.access.scope import where
from genjin.kernel.imports.colleagues import everybody
from genjin.kernel.imports.models import MergeProposal
from genjin.kernel.jobs import clock
from genjin.kernel.objects.description import FieldDescription, descriptions
from genjin.kernel.people.actor import Actor
from genjin.lib.text.names import LIKELY, likeness

_SHOWN = ("name", "phone", "uscc", "class", "address", "industry", "status", "value", "owner", "assigned_at")
_CONTACT = ("name", "title", "phone", "buying_role")


@dataclass(frozen=True)
class Pair:
    """One field on both sides; `is_offered`: the row has something else to give; `is_new`: and nothing stands there."""

    key: str
    label: Any
    incoming: str
    existing: str

    @property
    def differs(self) -> bool:
        """Whether both sides say something, and not the same."""
        return bool(self.incoming and self.existing and self.incoming != self.existing)

    @property
    def is_offered(self) -> bool:
        """Whether the row could change the customer here. Its name stays what it is called."""
        return self.key in _SHOWN and self.key != "name" and bool(self.incoming) and self.incoming != self.existing

    @property
    def is_new(self) -> bool:
        """Whether nothing stands there yet."""
        return not self.existing


@dataclass(frozen=True)
class Candidate:
    """A customer the row resembles. Out of the reader's scope it has no pairs. `alike`: names that read alike, a hint."""

    id: int
    name: str
    pairs: tuple[Pair, ...]
    is_visible: bool
    is_alike: bool


@dataclass(frozen=True)
class Case:
    """A row held back: what it says, why it was held back, and whom it resembles."""

    id: int
    row: int
    file_name: str
    name: str
    keys: tuple[str, ...]
    incoming: tuple[Pair, ...]
    candidates: tuple[Candidate, ...]


def cases(actor: Actor, proposals: Sequence[MergeProposal]) -> list[Case]:
    """The proposals with both sides; two queries however many they are."""
    ids = {int(candidate) for proposal in proposals for candidate in proposal.candidates}
    customers = _customers(actor, ids)
    people = {person.id: person.name for person in everybody().by_id.values()}
    files = dict(MergeProposal.objects.filter(id__in=[p.id for p in proposals]).values_list("id", "run__file_name"))
    return [_case(proposal, customers, people, files.get(proposal.id) or "") for proposal in proposals]


def _case(
    proposal: MergeProposal, customers: Mapping[int, Mapping[str, Any]], people: Mapping[int, str], file: str
) -> Case:
    incoming = _texts(proposal.incoming, people)
    candidates = [int(candidate) for candidate in proposal.candidates]
    return Case(
        id=proposal.id, row=proposal.row, file_name=file, name=incoming.get("name", ""), keys=tuple(proposal.keys),
        incoming=_pairs(incoming, {}),
        candidates=tuple(_candidate(id_, incoming, customers.get(id_), people) for id_ in candidates),
    )  # fmt: skip


def _candidate(
    id_: int, incoming: Mapping[str, str], columns: Mapping[str, Any] | None, people: Mapping[int, str]
) -> Candidate:
    if columns is None:
        return Candidate(id_, "", (), False, False)
    existing = _texts(columns, people)
    is_alike = likeness(incoming.get("name", ""), existing["name"]) >= LIKELY
    return Candidate(id_, existing["name"], _pairs(incoming, existing), True, is_alike)


def _pairs(incoming: Mapping[str, str], existing: Mapping[str, str]) -> tuple[Pair, ...]:
    pairs = [
        Pair(key, _label(key, field), incoming.get(key, ""), existing.get(key, "")) for key, field in _fields().items()
    ]
    return tuple(pair for pair in pairs if pair.incoming or pair.existing)


def _label(key: str, field: FieldDescription) -> Any:
    return _("Contact: %(field)s") % {"field": field.label} if key.startswith("contact.") else field.label


def _fields() -> dict[str, FieldDescription]:
    customer, contact = descriptions.get("customer"), descriptions.get("contact")
    found = {key: customer.field(key) for key in _SHOWN} | {f"contact.{key}": contact.field(key) for key in _CONTACT}
    return {key: field for key, field in found.items() if field is not None}


def _texts(values: Mapping[str, Any], people: Mapping[int, str]) -> dict[str, str]:
    """Values by field key as people read them."""
    texts = {}
    for key, field in _fields().items():
        value = values.get(key)
        if value in (None, ""):
            continue
        if field.kind == "person":
            value = people.get(int(value), "")
        elif field.kind == "choice":
            value = dict(field.choices).get(value, value)
        elif field.kind == "phone":
            value = str(value).removeprefix("+86").replace(",", " 转 ")
        elif field.kind == "datetime":
            value = datetime.fromisoformat(str(value)).astimezone(clock.zone()).date().isoformat()
        elif field.kind == "number":
            value = f"{float(value):,.2f}"
        texts[key] = str(value)
    return texts


def _customers(actor: Actor, ids: set[int]) -> dict[int, dict[str, Any]]:
    """Live customers in the reader's scope, by field key."""
    scope = where(actor, "customer", alias="c")
    columns = {key: field.db_column for key, field in _fields().items() if not key.startswith("contact.")}
    columns["ext"] = "phone_ext"
    wanted = ", ".join(f"c.{column}" for column in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"select c.id, {wanted} from sales_customer c"
            f" where c.id = any(%s) and c.deleted_at is null and {scope.sql}",
            [list(ids), *scope.params],
        )
        rows = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in cursor.fetchall()}
    for row in rows.values():
        if row["phone"] and row["ext"]:
            row["phone"] = f"{row['phone']},{row['ext']}"
        if row["assigned_at"] is not None:
            row["assigned_at"] = row["assigned_at"].isoformat()
    return rows
