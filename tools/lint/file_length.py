"""Over 600 lines a module has more than one reason to exist."""

from __future__ import annotations

from collections.abc import Iterator

from tools.lint.source import Finding, Source

LIMIT = 600


def check(source: Source) -> Iterator[Finding]:
    """Python, templates and front-end sources alike."""
    is_ours = source.path.startswith(("src/", "frontend/src/")) and "/migrations/" not in source.path
    if is_ours and source.path.endswith((".py", ".html", ".ts", ".css")):
        count = source.text.count("\n")
        if count > LIMIT:
            yield Finding(source.path, count, f"{count} lines: look for a seam ({LIMIT} at most)")
