"""No inline script, style or handler in templates: the content security policy forbids them, and so do we."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lint.source import Finding, Source

_RULES = (
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I), "inline script"),
    (re.compile(r"<style\b", re.I), "inline style sheet"),
    (re.compile(r"\sstyle\s*=", re.I), "inline style"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I), "inline handler"),
    (re.compile(r"[\"']\s*javascript:", re.I), "javascript: address"),
)
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.S)


def check(source: Source) -> Iterator[Finding]:
    """Comments may mention what they like."""
    if not (source.path.startswith("src/") and source.path.endswith((".html", ".svg"))):
        return
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source.text)
    for pattern, what in _RULES:
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield Finding(source.path, line, f"{what}: put it into frontend/src")
