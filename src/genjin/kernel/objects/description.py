"""Descriptions: what the kernel must know of an object to list, fill in, filter, import, search and guard it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from genjin.lib.registry import Registry


@dataclass(frozen=True)
class FieldDescription:
    """A shipped field.

    `column`: its column, when it differs from the key. `choices`: (key, label). `path`: its name in the API when
    that differs. `derived` fields are computed by the object and refused from outside. `aliases`: header words under
    which imports know it, beside its labels. `said_as`: words of other systems for its choices, (word, key).
    """

    key: str
    kind: str
    label: Any
    required: bool = False
    column: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    derived: bool = False
    max_length: int | None = None
    aliases: tuple[str, ...] = ()
    said_as: tuple[tuple[str, str], ...] = ()
    sortable: bool = False
    refers_to: str = ""

    @property
    def db_column(self) -> str:
        """The column that holds it."""
        return self.column or self.key


@dataclass(frozen=True)
class Operand:
    """Something a condition can compare besides plain fields.

    `sql` is an expression over alias `t` with `{now}` and `{today}` standing for parameters; `kind` is a field kind
    or `boolean`; `has_history` says whether it can be asked as of a past day.
    """

    key: str
    kind: str
    label: Any
    sql: str
    has_history: bool = True


@dataclass(frozen=True)
class ObjectDescription:
    """A shipped object type.

    `scope_from`: key of the reference whose owner and team it takes (empty: its own `owner_id`). `derive`: fills
    columns computed from others, given the new full set of values. `search_text`: (title, other texts) for the search
    entry; None = not searched. `verbs`: names of verbs that create or edit instead of the plain write.
    """

    key: str
    model: type[Model]
    label: Any
    plural: Any
    fields: tuple[FieldDescription, ...]
    title_field: str = "name"
    scope_from: str = ""
    derive: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    search_text: Callable[[Mapping[str, Any]], tuple[str, str, list[str]]] | None = None
    operands: tuple[Operand, ...] = ()
    verbs: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Its table."""
        return self.model._meta.db_table

    def field(self, key: str) -> FieldDescription | None:
        """The shipped field `key`."""
        return next((f for f in self.fields if f.key == key), None)

    def operand(self, key: str) -> Operand | None:
        """The operand `key`."""
        return next((o for o in self.operands if o.key == key), None)


descriptions: Registry[ObjectDescription] = Registry("object")


def describe(description: ObjectDescription) -> None:
    """Register a shipped object; called in `AppConfig.ready()`."""
    descriptions.register(description.key, description)
