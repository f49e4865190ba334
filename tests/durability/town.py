"""A company of real processes whose parts can be found and killed one by one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION
from tests.config.conftest import GENJIN, Company

#: Who can be killed, and how its process is known; of several of one name the parent comes first.
VICTIMS = {
    "granian worker": (r"genjin serve$", 1),
    "granian master": (r"genjin serve$", 0),
    "genjin worker": (r"genjin worker$", 0),
    "postmaster": (r"/postgres -D ", 0),
    "backend": (rf"^postgres: .* {APPLICATION} {APPLICATION} \[local\]", None),
}
SUPERVISOR = "supervisor"


@dataclass
class Town(Company):
    """`genjin up` with what it says kept in a file."""

    demo: str = "none"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its commands."""
        return {**super().variables, "GENJIN_DEMO": self.demo}

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What its processes said, over all starts."""
        return self.data_dir.with_suffix(".log")

    def start(self) -> list[str]:
        """`genjin up` until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*GENJIN, "up"], env=self.variables, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("Genjin is ready"):
                return said
        raise AssertionError(f"ended with {self.process.wait()} before it was ready: {self.said()}")

    def find(self, victim: str, choose: Callable[[Sequence[int]], int]) -> int | None:
        """The process id of a victim, if one lives now."""
        assert self.process
        if victim == SUPERVISOR:
            return self.process.pid
        pattern, place = VICTIMS[victim]
        found = [pid for pid, line in self.processes().items() if re.search(pattern, line)]
        if place is None:
            return choose(found) if found else None
        return found[place] if len(found) > place else None

    def kill(self, victim: str, choose: Callable[[Sequence[int]], int] = max, *, patience_s: float = 20) -> int:
        """SIGKILL to a victim, once there is one; after the supervisor's death it is started anew."""
        deadline = time.monotonic() + patience_s
        while (pid := self.find(victim, choose)) is None:
            assert time.monotonic() < deadline, f"there is no {victim}: {self.processes()}"
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        if victim == SUPERVISOR:
            assert self.process
            self.process.wait(10)
            self.start()
        return pid

    def ask(self, statement: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of its database, read past the product."""
        with psycopg.connect(
            host=str(socket_folder(self.data_dir / "postgres")), user=APPLICATION, dbname=APPLICATION, autocommit=True
        ) as link:
            return link.execute(statement, parameters or {}).fetchall()  # type: ignore[arg-type]

    def said(self) -> str:
        """The last words of its processes, without the refusals that a restart explains."""
        lines = [line[:600] for line in self.log.read_text().splitlines() if '"status_code": 503' not in line]
        return "\n".join([*lines[-30:], *self.processes().values()])

    def wait(self, is_so: Callable[[], bool], seconds: float, what: str) -> float:
        """Seconds it took until something is so; fails when it takes longer than it may."""
        begin = time.monotonic()
        while not is_so():
            assert time.monotonic() - begin < seconds, f"not within {seconds:.0f} s: {what}\n{self.said()}"
            time.sleep(0.1)
        return time.monotonic() - begin
