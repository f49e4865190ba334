"""Business rows are saved by the write door only (genjin.kernel.records), never by the ORM's own verbs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.lint.source import Finding, Source

SAVING = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "acreate", "asave", "aupdate",
}  # fmt: skip
DOOR = ("kernel/records/",)
#: Models on BaseRecord. tests/lint holds this list to the code.
BUSINESS_MODELS = {"Record", "Customer", "Contact", "Visit", "PastFollowUp"}


def check(source: Source) -> Iterator[Finding]:
    """`Customer.objects….update(…)`, `Customer(…).save()` and `customer.save()`."""
    if not source.is_product or source.within(*DOOR):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAVING:
            model = _model(node.func.value)
            if model:
                yield source.finding(node, f"{model}.{node.func.attr}: go through genjin.kernel.records.write")


def _model(receiver: ast.expr) -> str | None:
    """The business model at the root of a chain such as Customer.objects.filter(…)."""
    node: ast.expr = receiver
    plain = isinstance(receiver, ast.Name)
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if not isinstance(node, ast.Name):
        return None
    if node.id in BUSINESS_MODELS:
        return node.id
    as_variable = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(): name for name in BUSINESS_MODELS}
    return as_variable.get(node.id) if plain else None
