"""Every module says its one reason to exist in its first line."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lint.source import Finding, Source

_BANNED_NAMES = ("utils.py", "helpers.py")


def check(source: Source) -> Iterator[Finding]:
    """Empty files (a package's mark) need none."""
    if not source.is_product:
        return
    if source.path.rsplit("/", 1)[-1] in _BANNED_NAMES:
        yield Finding(source.path, 1, "a name that says nothing: name it after its one reason to exist")
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield Finding(source.path, 1, "no docstring: say the module's one reason to exist in its first line")
