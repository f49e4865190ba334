"""Ties a process's life to its parent's: whoever is orphaned by a kill -9 goes too, and keeps neither port nor jobs."""

from __future__ import annotations

import ctypes
import os
import signal

#: Set by the supervisor for its children: its process id.
SUPERVISOR = "GENJIN_SUPERVISOR"

_PR_SET_PDEATHSIG = 1


def die_with_parent(expected: int | None = None) -> None:
    """Ends this process with its parent, at once when `expected` is dead already.

    By SIGKILL: the database goes at the same moment, and a worker waiting for it would outlive the next start.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if expected is not None and os.getppid() != expected:
        os.kill(os.getpid(), signal.SIGKILL)


def obey_supervisor() -> None:
    """For the children of `genjin up`; a process started by hand or by systemd stands alone."""
    told = os.environ.get(SUPERVISOR)
    if told:
        die_with_parent(int(told))
