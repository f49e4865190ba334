"""Work off jobs, events and timers (one worker process; `genjin up` runs it with all the rest)."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from genjin.config.database import refuse_unfit
from genjin.config.environment import read_environment
from genjin.config.parent import obey_supervisor

NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it does whatever there is."""


def run(options: argparse.Namespace) -> int:
    """Works until SIGINT or SIGTERM; the job at hand is finished or given back."""
    obey_supervisor()
    refuse_unfit(read_environment())
    os.environ["GENJIN_PROCESS"] = "worker"
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    import django

    django.setup()
    from genjin.kernel.jobs.worker import run_worker

    run_worker(stop)
    return 0
