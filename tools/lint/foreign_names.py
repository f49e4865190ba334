"""The repository stands alone: it leans on no folder beside it and names no package registry's address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lint.source import Finding, Source

_BESIDE = re.compile(r"\.\./" + "shared")
_HOSTS = re.compile(
    "|".join(
        (
            r"\bpypi\." + "org",
            r"python" + r"hosted\.",
            r"registry\." + r"(npmjs|yarn)",
            r"npm" + "mirror",
            r"\bdeb\." + "debian",
            r"\bmirrors?\.\w+\.(com|cn|edu)",
        )
    )
)


def check(source: Source) -> Iterator[Finding]:
    """Prose may point at the design; nothing that runs may."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if _BESIDE.search(line) and not source.path.endswith(".md"):
            yield Finding(source.path, number, "leans on a folder beside the repository")
        if _HOSTS.search(line):
            yield Finding(source.path, number, "names a package registry: clients know theirs")
