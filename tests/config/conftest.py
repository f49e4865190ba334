"""Real processes of Genjin for tests that start, starve and kill them; all end with their test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

GENJIN = [sys.executable, str(Path(sys.executable).with_name("genjin"))]


@dataclass
class Company:
    """One data folder and port; `start` runs `genjin up` on it."""

    data_dir: Path
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its commands."""
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("GENJIN_", "DJANGO_", "PYTEST"))
        }
        clean.pop("DATABASE_URL", None)
        return {
            **clean,
            "GENJIN_DATA_DIR": str(self.data_dir),
            "GENJIN_PORT": str(self.port),
            "GENJIN_DEMO": "none",
            "GENJIN_ADMIN_PASSWORD": "only for this test",
        }

    def command(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a sub-command to its end."""
        return subprocess.run(
            [*GENJIN, *words], env={**self.variables, **variables}, capture_output=True, text=True, timeout=90
        )

    def start(self) -> list[str]:
        """`genjin up` until it is ready; returns what it printed, the ready line last."""
        self.process = subprocess.Popen([*GENJIN, "up"], env=self.variables, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("Genjin is ready"):
                return said
        raise AssertionError(f"ended with {self.process.wait()} before it was ready: {said}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end and waits; the exit code."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(15)

    def processes(self) -> dict[int, str]:
        """All living descendants: id → command line."""
        assert self.process
        return _descendants(self.process.pid)

    def pids(self, words: str) -> list[int]:
        """Descendants whose command line contains the words, parents first."""
        return [pid for pid, line in self.processes().items() if words in line]

    def is_healthy(self) -> bool:
        """What /healthz says now."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3) as answer:
                return answer.status == 200
        except (OSError, urllib.error.HTTPError):
            return False


@pytest.fixture
def make_company(tmp_path: Path) -> Iterator[list[Company]]:
    """Two companies side by side, under pytest's 0700 folder."""
    made = [Company(tmp_path / f"company-{number}", _free_port()) for number in range(2)]
    yield made
    for company in made:
        if company.process and company.process.poll() is None:
            company.stop()


@pytest.fixture
def company(make_company: list[Company]) -> Company:
    """One of them."""
    return make_company[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _descendants(root: int) -> dict[int, str]:
    rows = [
        line.split(None, 3)
        for line in subprocess.run(
            ["ps", "-wweo", "pid,ppid,stat,args"], capture_output=True, text=True
        ).stdout.splitlines()[1:]
    ]
    found: dict[int, str] = {}
    waiting = [root]
    while waiting:
        parent = waiting.pop(0)
        for pid, ppid, state, line in rows:
            if int(ppid) == parent and not state.startswith("Z"):
                found[int(pid)] = line
                waiting.append(int(pid))
    return found
