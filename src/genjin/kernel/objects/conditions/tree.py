"""The condition tree: parsed, bounded, refused where a leaf does not fit its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError
from genjin.kernel.objects.description import FieldDescription, ObjectDescription
from genjin.kernel.objects.fields import added_fields
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, fieldtypes

MAX_DEPTH = 5
MAX_LEAVES = 30


class ConditionInvalid(DomainError):
    code = "condition_invalid"
    message = _("This condition cannot be read.")


@dataclass(frozen=True)
class Leaf:
    """One comparison: `key` of a field or operand, an operator, the cleaned value."""

    key: str
    op: str
    value: Any


@dataclass(frozen=True)
class Group:
    """`all` or `any` of its parts; empty `all` is true, empty `any` false."""

    kind: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """The opposite of a part; pushed to the leaves before compiling."""

    part: Node


Node = Leaf | Group | Not


@dataclass(frozen=True)
class Subject:
    """What a leaf compares: its kind, SQL over alias `t`, label, choices, and whether it can be asked as of the past."""

    key: str
    kind: str
    sql: str
    label: Any
    choices: dict[str, Any]
    has_history: bool
    pure: bool


VALUELESS = ("is_empty", "is_not_empty", "is_true", "is_false")
DAYS = ("days_ago_at_least", "days_ago_at_most")


def subject(description: ObjectDescription, key: str) -> Subject:
    """What `key` means on this object. Raises ConditionInvalid for unknown keys."""
    if (operand := description.operand(key)) is not None:
        return Subject(key, operand.kind, operand.sql, operand.label, {}, operand.has_history, False)
    if (shipped := description.field(key)) is not None:
        sql = _column(description, shipped)
        return Subject(key, shipped.kind, sql, shipped.label, dict(shipped.choices), False, True)
    for added in added_fields(description.key):
        if added.key == key:
            sql = f"t.{added.slot}" if added.slot else fieldtypes.get(added.kind).custom_sql(key)
            return Subject(key, added.kind, sql, added.label, added.choices, False, True)
    raise ConditionInvalid(_("There is no field “%(key)s”.") % {"key": key[:60]})


def _column(description: ObjectDescription, shipped: FieldDescription) -> str:
    """Its column; texts that cannot be null hold '' when they are empty."""
    name = shipped.db_column
    found = next((f for f in description.model._meta.fields if f.column == name), None)
    if shipped.kind == "text" and found is not None and not found.null:
        return f"nullif(t.{name}, '')"
    return f"t.{name}"


def operators(kind: str) -> tuple[str, ...]:
    """What may be asked of a kind."""
    if kind == "boolean":
        return ("is_true", "is_false")
    if kind in ("reference", "person"):
        return ("is", "is_not", "in", "is_empty", "is_not_empty", "is_me", "in_my_team")
    if kind in ("phone",):
        kind = "text"
    if kind == "datetime":
        kind = "date"
    return fieldtypes.get(kind).operators


def parse(description: ObjectDescription, raw: Any) -> Node:
    """The tree of a JSON condition. Raises ConditionInvalid naming what is wrong."""
    node = _parse(description, raw, 1)
    if sum(1 for _leaf in leaves(node)) > MAX_LEAVES:
        raise ConditionInvalid(_("At most %(max)s comparisons.") % {"max": MAX_LEAVES})
    return node


def _parse(description: ObjectDescription, raw: Any, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ConditionInvalid(_("At most %(max)s levels.") % {"max": MAX_DEPTH})
    if not isinstance(raw, dict):
        raise ConditionInvalid
    for kind in ("all", "any"):
        if kind in raw:
            if set(raw) != {kind} or not isinstance(raw[kind], list):
                raise ConditionInvalid
            return Group(kind, tuple(_parse(description, part, depth + 1) for part in raw[kind]))
    if "not" in raw:
        return Not(_parse(description, raw["not"], depth + 1))
    return _parse_leaf(description, raw)


def _parse_leaf(description: ObjectDescription, raw: dict[str, Any]) -> Leaf:
    if not set(raw) <= {"field", "op", "value"} or not isinstance(raw.get("field"), str):
        raise ConditionInvalid
    found = subject(description, raw["field"])
    op = raw.get("op")
    if not isinstance(op, str) or op not in operators(found.kind):
        raise ConditionInvalid(_("“%(field)s” cannot be asked “%(op)s”.") % {"field": found.label, "op": str(op)[:40]})
    return Leaf(found.key, op, _value(found, op, raw.get("value")))


def _value(found: Subject, op: str, raw: Any) -> Any:
    if op in VALUELESS or op in ("is_me", "in_my_team"):
        return None
    if op in DAYS:
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 3660:
            raise ConditionInvalid(_("Days must be a whole number up to 3660."))
        return raw
    if op == "in":
        if not isinstance(raw, list) or not 0 < len(raw) <= 200:
            raise ConditionInvalid
        return tuple(_one(found, value) for value in raw)
    return _one(found, raw)


def _one(found: Subject, raw: Any) -> Any:
    if found.kind in ("reference", "person"):
        if not str(raw).isdigit() or len(str(raw)) > 18:
            raise ConditionInvalid
        return int(raw)
    kind = {"phone": "text", "datetime": "date"}.get(found.kind, found.kind)
    try:
        value = fieldtypes.get(kind).clean(raw, Options(found.choices, 200, date.min))
    except FieldInvalid as error:
        raise ConditionInvalid(error.message) from error
    if value is None:
        raise ConditionInvalid(_("“%(field)s” needs a value.") % {"field": found.label})
    return value


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        for part in node.parts:
            yield from leaves(part)
