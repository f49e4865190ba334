"""Runs every lint over every tracked file: `python -m tools.lint`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.lint import (
    file_length,
    foreign_names,
    inline_markup,
    module_line,
    one_clock,
    scoped_reads,
    sql_text,
    write_door,
)
from tools.lint.source import Finding, Rule, read

ROOT = Path(__file__).resolve().parents[2]
RULES: tuple[Rule, ...] = (
    file_length,
    foreign_names,
    inline_markup,
    module_line,
    one_clock,
    scoped_reads,
    sql_text,
    write_door,
)


def findings() -> list[Finding]:
    """What is wrong in the tree as git sees it, in the order of files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    sources = [source for path in listed.split("\0") if path and (source := read(ROOT, path))]
    return [finding for source in sources for rule in RULES for finding in rule.check(source)]


def main() -> int:
    """Prints one line a finding; 1 when there is any."""
    found = findings()
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
