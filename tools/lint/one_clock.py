"""All code asks jobs.clock what time it is: database time, which the demo may shift."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lint.source import Finding, Source

#: (object, attribute) pairs that read the machine's clock. `time.monotonic` measures and is free.
_READING = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"), ("timezone", "localdate"), ("time", "time"),
}  # fmt: skip
_EXCUSE = "noqa: DTZ"
_FREE = ("kernel/jobs/clock.py", "config/")


def check(source: Source) -> Iterator[Finding]:
    """Also as a default (`default=timezone.now`) and as auto_now."""
    if not source.is_product or source.within(*_FREE):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in _READING and _EXCUSE not in source.text.splitlines()[node.lineno - 1]:
                yield source.finding(node, f"{owner}.{node.attr}: ask genjin.kernel.jobs.clock")
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield source.finding(node.value, f"{node.arg}: stamp it from genjin.kernel.jobs.clock")
