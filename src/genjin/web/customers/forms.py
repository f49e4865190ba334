"""Forms made from an object's description: each field asks in the way of its kind, added fields included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from genjin.kernel.errors import FieldError
from genjin.kernel.objects.description import FieldDescription, descriptions
from genjin.kernel.objects.fields import AddedField, added_fields
from genjin.kernel.people.actor import Actor

#: How a kind is asked for: the type of its input.
INPUTS = {
    "text": "text",
    "number": "text",
    "date": "date",
    "phone": "tel",
    "uscc": "text",
    "datetime": "datetime-local",
}
#: Texts longer than this get room to write.
ROOMY = 250


@dataclass(frozen=True)
class Asked:
    """One field of a form."""

    name: str
    kind: str
    label: str
    value: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int | None = None
    inputmode: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type of its input."""
        return INPUTS.get(self.kind, "text")

    @property
    def is_choice(self) -> bool:
        """Whether it is one of a few."""
        return self.kind in ("choice", "person")

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines."""
        return self.kind == "text" and (self.max_length or 0) > ROOMY


def ask(
    actor: Actor, object_key: str, keys: tuple[str, ...], row: Mapping[str, Any], *,
    people: tuple[tuple[str, str], ...] = (), errors: list[FieldError] | None = None,
) -> list[Asked]:  # fmt: skip
    """The fields of a form: shipped ones by key, then every added field. `row` holds values as columns or as posted."""
    description = descriptions.get(object_key)
    by_field: dict[str, list[str]] = {}
    for error in errors or ():
        by_field.setdefault(error.field, []).append(str(error.message))
    fields = [_shipped(f, row, people, by_field) for key in keys if (f := description.field(key)) is not None]
    custom = row.get("custom") or {}
    return fields + [_added(a, custom, by_field) for a in added_fields(object_key, actor.version or None)]


def _said(posted: QueryDict, name: str) -> str | None:
    """As it was sent, for the write door to judge; empty means empty."""
    return posted.get(name, "").strip() or None


def read_form(actor: Actor, object_key: str, keys: tuple[str, ...], posted: QueryDict) -> dict[str, Any]:
    """What was posted, as the write door wants it; empty means empty."""
    changes: dict[str, Any] = {key: _said(posted, key) for key in keys if key in posted}
    added = [a for a in added_fields(object_key, actor.version or None) if f"custom.{a.key}" in posted]
    if added:
        changes["custom"] = {a.key: _said(posted, f"custom.{a.key}") for a in added}
    return changes


def _shipped(
    described: FieldDescription,
    row: Mapping[str, Any],
    people: tuple[tuple[str, str], ...],
    errors: Mapping[str, list[str]],
) -> Asked:
    choices = people if described.kind == "person" else tuple((key, str(label)) for key, label in described.choices)
    value = row.get(described.key, row.get(described.db_column))
    return Asked(
        described.key, described.kind, str(described.label), shown(value), described.required, choices,
        described.max_length, "decimal" if described.kind == "number" else "", errors.get(described.key, []),
    )  # fmt: skip


def _added(added: AddedField, custom: Mapping[str, Any], errors: Mapping[str, list[str]]) -> Asked:
    path = f"custom.{added.key}"
    choices = tuple((key, str(label)) for key, label in added.choices.items())
    return Asked(
        path, added.kind, added.label, shown(custom.get(added.key)), added.required, choices, None,
        "decimal" if added.kind == "number" else "", errors.get(path, []),
    )  # fmt: skip


def shown(value: Any) -> str:
    """A value as an input holds it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value)
