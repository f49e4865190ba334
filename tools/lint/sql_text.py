"""SQL is literal text with parameters; it is put together from pieces only by the compilers named here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.lint.source import Finding, Source

_SQL = re.compile(r"^\s*(select|insert\s+into|update|delete\s+from|with|create|alter|drop|truncate|copy)\s+\S", re.I)
_TELLING = re.compile(r"\b(from|into|set|as|table|index|values|where)\b", re.I)

_EXCUSE = "noqa: S608"

#: Compilers and doors, each with what keeps its pieces safe.
ALLOWED = {
    "config/postgres/": "names are quoted by psycopg.sql",
    "kernel/access/": "scope branches from columns the object declares",
    "kernel/events/": "the shard and partition names are ours",
    "kernel/objects/conditions": "the one compiler of conditions: names from the registry, values as parameters",
    "kernel/records/": "the write door compiles the plan of rows: tables and columns from the object's description",
    "kernel/flows/": "watches compare episodes with a compiled condition",
    "kernel/reports/": "declared measures compile to one statement",
    "kernel/imports/": "stage tables carry the run's number; columns from the object's description",
    "sales/customers/importing/": "the plan and batches of an import run: table names carry the run's number",
    "sales/demo/ledger.py": "COPY into tables and columns that are constants of the demo",
    "kernel/messages/": "scope and order come from constants of the module",
    "kernel/work/": "scope and order come from constants of the module",
}


def check(source: Source) -> Iterator[Finding]:
    """f-strings with values in them, `%` and `.format(…)` on what reads as SQL."""
    if not source.is_product or source.within(*ALLOWED):
        return
    for node in ast.walk(source.tree):
        text = _built(node)
        if text and _SQL.match(text) and _TELLING.search(text) and not _is_excused(source, node):
            yield source.finding(
                node, "SQL put together from text: pass parameters, or move it into a compiler of tools/lint"
            )


def _is_excused(source: Source, node: ast.AST) -> bool:
    """Whether its lines carry ruff's own mark for this, with the reason beside it."""
    lines = source.text.splitlines()[getattr(node, "lineno", 1) - 1 : getattr(node, "end_lineno", 1) or 1]
    return any(_EXCUSE in line for line in lines)


def _built(node: ast.AST) -> str | None:
    """The text of an expression that mixes literal text with values, else None."""
    if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)  # type: ignore[misc]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return _literal(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _literal(node.func.value)
    return None


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
