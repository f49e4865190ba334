"""A condition as a sentence in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.conditions.tree import Leaf, Node, Not, Subject, subject
from genjin.kernel.objects.description import ObjectDescription


def sentence(description: ObjectDescription, node: Node) -> str:
    """The tree in words."""
    return _say(description, node, nested=False)


def _say(description: ObjectDescription, node: Node, *, nested: bool) -> str:
    if isinstance(node, Not):
        return _("not (%(part)s)") % {"part": _say(description, node.part, nested=False)}
    if isinstance(node, Leaf):
        return _leaf(subject(description, node.key), node)
    word = f" {_('and')} " if node.kind == "all" else f" {_('or')} "
    said = word.join(_say(description, part, nested=True) for part in node.parts) or _("always")
    return f"({said})" if nested and len(node.parts) > 1 else said


def _leaf(found: Subject, leaf: Leaf) -> str:
    words = {
        "is": _("%(field)s is %(value)s"),
        "is_not": _("%(field)s is not %(value)s"),
        "in": _("%(field)s is one of %(value)s"),
        "contains": _("%(field)s contains “%(value)s”"),
        "more": _("%(field)s is more than %(value)s"),
        "less": _("%(field)s is less than %(value)s"),
        "at_least": _("%(field)s is at least %(value)s"),
        "at_most": _("%(field)s is at most %(value)s"),
        "before": _("%(field)s is before %(value)s"),
        "after": _("%(field)s is after %(value)s"),
        "days_ago_at_least": _("%(field)s is %(value)s days ago or more"),
        "days_ago_at_most": _("%(field)s is at most %(value)s days ago"),
        "is_empty": _("%(field)s is empty"),
        "is_not_empty": _("%(field)s is filled in"),
        "is_true": "%(field)s",
        "is_false": _("not: %(field)s"),
        "is_me": _("%(field)s is me"),
        "in_my_team": _("%(field)s is in my team"),
    }
    return words[leaf.op] % {"field": str(found.label), "value": _value(found, leaf.value)}


def _value(found: Subject, value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(_value(found, v) for v in value)
    return str(found.choices.get(value, value))
