"""Finds what an earlier server left behind: processes that hold the data although nobody supervises them."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def orphans(cluster_name: str) -> list[int]:
    """Process ids of living postgres processes of this cluster; its name stands in every one's command line."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            is_ours = (folder / "comm").read_text().startswith("postgres") and cluster_name in (
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            if is_ours and not is_zombie(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def end_orphans(cluster_name: str, *, patience_s: float = 5.0) -> None:
    """Waits for them to stop in order (their supervisor's death told them to), then kills what is left.

    A busy backend would otherwise keep the shared memory until its statement is done, and no server could start.
    """
    asked = False
    deadline = time.monotonic() + patience_s
    while left := orphans(cluster_name):
        late = time.monotonic() > deadline
        if not asked or late:
            for pid in left:
                _signal(pid, signal.SIGKILL if late else signal.SIGINT)
            asked = True
        if time.monotonic() > deadline + 10:
            return
        time.sleep(0.03)


def is_zombie(pid: int) -> bool:
    """Whether a process is dead and only waits to be reaped: PID 1 of many containers never does."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def is_postgres(pid: int) -> bool:
    """Whether a living process of this number is a server's."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
