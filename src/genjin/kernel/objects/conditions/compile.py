"""A condition as SQL over alias `t`. Negation is pushed to the leaves: a negated leaf is `(leaf) is not true`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from genjin.kernel.objects.conditions.tree import Leaf, Node, Not, subject
from genjin.kernel.objects.description import ObjectDescription
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class Asked:
    """As of when and by whom a condition is asked; `now` is the last moment that counts."""

    now: datetime
    today: date
    actor: Actor | None = None


@dataclass(frozen=True)
class Sql:
    """A boolean expression with its parameters, in order."""

    text: str
    params: tuple[Any, ...] = ()


_COMPARE = {
    "is": "=", "is_not": "is distinct from", "more": ">", "less": "<", "at_least": ">=", "at_most": "<=",
    "before": "<", "after": ">",
}  # fmt: skip


def compile_sql(description: ObjectDescription, node: Node, asked: Asked) -> Sql:
    """The SQL of a parsed tree."""
    return _compile(description, node, asked, negated=False)


def _compile(description: ObjectDescription, node: Node, asked: Asked, *, negated: bool) -> Sql:
    if isinstance(node, Not):
        return _compile(description, node.part, asked, negated=not negated)
    if isinstance(node, Leaf):
        leaf = _leaf(description, node, asked)
        return Sql(f"(({leaf.text}) is not true)", leaf.params) if negated else leaf
    parts = [_compile(description, part, asked, negated=negated) for part in node.parts]
    conjunction = (node.kind == "all") != negated
    if not parts:
        return Sql("true" if conjunction else "false")
    word = " and " if conjunction else " or "
    return Sql("(" + word.join(p.text for p in parts) + ")", tuple(v for p in parts for v in p.params))


def expression(template: str, asked: Asked) -> Sql:
    """An operand's SQL with `{now}` and `{today}` turned into parameters, in the order they stand."""
    params: list[Any] = []
    text = ""
    rest = template
    while rest:
        places = [(i, mark) for mark in ("{now}", "{today}") if (i := rest.find(mark)) >= 0]
        if not places:
            text += rest
            break
        at, mark = min(places)
        text += rest[:at] + ("%s::timestamptz" if mark == "{now}" else "%s::date")
        params.append(asked.now if mark == "{now}" else asked.today)
        rest = rest[at + len(mark) :]
    return Sql(text, tuple(params))


def _leaf(description: ObjectDescription, leaf: Leaf, asked: Asked) -> Sql:
    found = subject(description, leaf.key)
    left = expression(found.sql, asked)
    if found.kind == "datetime" and leaf.op not in ("is_empty", "is_not_empty"):
        left = Sql(f"(({left.text}) at time zone 'Asia/Shanghai')::date", left.params)
    return _comparison(left, leaf, asked, custom_date=found.kind == "date" and "custom ->>" in found.sql)


def _comparison(left: Sql, leaf: Leaf, asked: Asked, *, custom_date: bool) -> Sql:
    op = leaf.op
    if op in ("is_empty", "is_not_empty"):
        return Sql(f"{left.text} is {'not ' if op == 'is_not_empty' else ''}null", left.params)
    if op in ("is_true", "is_false"):
        return Sql(f"({left.text}) is {'true' if op == 'is_true' else 'false'}", left.params)
    if op == "is_me":
        return Sql(f"{left.text} = %s", (*left.params, asked.actor.user_id if asked.actor else None))
    if op == "in_my_team":
        teams = list(asked.actor.led_teams) if asked.actor else []
        return Sql("t.team_id = any(%s)", (teams,))
    if op == "in":
        return Sql(f"{left.text} = any(%s)", (*left.params, [_plain(v, custom_date) for v in leaf.value]))
    if op == "contains":
        return Sql(f"position(lower(%s) in lower({left.text})) > 0", (leaf.value, *left.params))
    if op in ("days_ago_at_least", "days_ago_at_most"):
        day = asked.today - timedelta(days=leaf.value)
        sign = "<=" if op == "days_ago_at_least" else ">="
        return Sql(f"{left.text} {sign} %s", (*left.params, _plain(day, custom_date)))
    return Sql(f"{left.text} {_COMPARE[op]} %s", (*left.params, _plain(leaf.value, custom_date)))


def _plain(value: Any, custom_date: bool) -> Any:
    return value.isoformat() if custom_date and isinstance(value, date) else value
