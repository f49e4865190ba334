"""A process that must live: started, watched, started again with growing pauses, ended in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from genjin.config.parent import SUPERVISOR

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 10.0
_STEADY_AFTER_S = 15.0


class Child:
    """One sub-command of `genjin` as a process of its own session, so that Ctrl-C reaches only us."""

    def __init__(self, name: str, variables: Mapping[str, str]) -> None:
        self.name = name
        self.variables = {**os.environ, **variables, SUPERVISOR: str(os.getpid())}
        self.process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause_s = _FIRST_PAUSE_S
        self._not_before = 0.0

    def start(self) -> None:
        """Starts it now."""
        self._started_at = time.monotonic()
        self.process = subprocess.Popen(
            genjin_command(self.name), env=self.variables, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def see_to(self) -> int | None:
        """Starts it again when it is dead and its pause is over; returns the exit code when it was just found dead."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._not_before:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        steady = now - self._started_at > _STEADY_AFTER_S
        self._pause_s = _FIRST_PAUSE_S if steady else min(self._pause_s * 2, _LONGEST_PAUSE_S)
        self._not_before = now + self._pause_s
        self.process = None
        return code

    def ask_to_stop(self) -> None:
        """SIGTERM, if it lives."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Waits until the deadline (monotonic seconds), then kills."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def genjin_command(*words: str) -> list[str]:
    """The command line of a sub-command: the installed script, so that `ps` reads `genjin serve`."""
    script = Path(sys.executable).with_name("genjin")
    if script.exists():
        return [sys.executable, str(script), *words]
    return [sys.executable, "-m", "genjin.config.command", *words]
