"""The towns of the durability tests, and the figures they report at the end of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.conftest import _free_port
from tests.durability.town import Town

_LINES = pytest.StashKey[list[str]]()

MakeTown = Callable[..., Town]


@pytest.fixture
def make_town(tmp_path: Path) -> Iterator[MakeTown]:
    """Makes towns; all end with the test."""
    made: list[Town] = []

    def make(name: str, *, demo: str = "none") -> Town:
        made.append(Town(tmp_path / name, _free_port(), demo=demo))
        return made[-1]

    yield make
    for town in made:
        if town.process and town.process.poll() is None:
            town.stop()


@pytest.fixture
def report(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Says a figure at the end of the run."""
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line a goal: figure, n, bound, seed."""
    lines = config.stash.get(_LINES, [])
    if lines:
        terminalreporter.section("durability")
        for line in lines:
            terminalreporter.line(line)
