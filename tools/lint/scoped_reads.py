"""Pages and the API read through `visible_to(actor)` or a query, so that nobody sees another's records."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lint.source import Finding, Source

DOORS = ("web/", "api/")


def check(source: Source) -> Iterator[Finding]:
    """Any `.objects` that is not at once followed by `.visible_to`."""
    if not (source.is_product and source.within(*DOORS)):
        return
    scoped = {
        id(node.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in scoped:
            yield source.finding(
                node, "unscoped read in a door: use .objects.visible_to(actor) or a query of queries.py"
            )
