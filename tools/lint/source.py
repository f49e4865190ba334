"""A file as the lints see it, and what they say about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Finding:
    """One place that breaks a rule, with what to do instead."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One tracked file; `path` is relative to the repository's root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed Python of a .py file."""
        return ast.parse(self.text)

    @property
    def is_product(self) -> bool:
        """Python of the package, without migrations (they are written by Django)."""
        return self.path.startswith("src/genjin/") and self.path.endswith(".py") and "/migrations/" not in self.path

    def within(self, *folders: str) -> bool:
        """Whether it lies in (or is) one of these, given below src/genjin/."""
        return self.path.startswith(tuple(f"src/genjin/{folder}" for folder in folders))

    def finding(self, node: ast.AST, message: str) -> Finding:
        """A finding at a place of the tree."""
        return Finding(self.path, getattr(node, "lineno", 1), message)


class Rule(Protocol):
    """A module of this folder."""

    def check(self, source: Source) -> Iterator[Finding]:
        """What is wrong in one file."""


def read(root: Path, path: str) -> Source | None:
    """The file when it is text, else None."""
    try:
        return Source(path, (root / path).read_text("utf-8"))
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None
