"""Judge an unsaved form in Python. Only pure leaves (own fields); a property test holds it to the SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from genjin.kernel.jobs import clock
from genjin.kernel.objects.conditions.compile import Asked
from genjin.kernel.objects.conditions.tree import ConditionInvalid, Leaf, Node, Not, subject
from genjin.kernel.objects.description import ObjectDescription


def matches(description: ObjectDescription, node: Node, values: Mapping[str, Any], asked: Asked) -> bool:
    """Whether cleaned `values` (by field key) match. Raises ConditionInvalid for leaves that need the database."""
    if isinstance(node, Not):
        return not matches(description, node.part, values, asked)
    if isinstance(node, Leaf):
        if not subject(description, node.key).pure:
            raise ConditionInvalid
        value = values.get(node.key)
        return _leaf(node, clock.local_day(value) if isinstance(value, datetime) else value, asked)
    results = (matches(description, part, values, asked) for part in node.parts)
    return all(results) if node.kind == "all" else any(results)


def _leaf(leaf: Leaf, value: Any, asked: Asked) -> bool:
    op = leaf.op
    if op == "in_my_team":
        raise ConditionInvalid
    if op == "is_me":
        return asked.actor is not None and value == asked.actor.user_id
    if op in ("is_true", "is_false"):
        return value is (op == "is_true")
    if op in ("is_empty", "is_not_empty"):
        return (value is None) == (op == "is_empty")
    if op == "is_not":
        return value != leaf.value
    if value is None:
        return False
    if op == "is":
        return bool(value == leaf.value)
    if op == "in":
        return value in leaf.value
    if op == "contains":
        return str(leaf.value).lower() in str(value).lower()
    if op in ("days_ago_at_least", "days_ago_at_most"):
        assert isinstance(value, date)
        day = asked.today - timedelta(days=leaf.value)
        return value <= day if op == "days_ago_at_least" else value >= day
    return _ordered(op, value, leaf.value)


def _ordered(op: str, value: Any, other: Any) -> bool:
    if op in ("more", "after"):
        return bool(value > other)
    if op in ("less", "before"):
        return bool(value < other)
    return bool(value >= other) if op == "at_least" else bool(value <= other)
