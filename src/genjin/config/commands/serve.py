"""Serve pages and the API on this machine (one web process; `genjin up` runs it with all the rest)."""

from __future__ import annotations

import argparse
import os

from genjin.config.database import refuse_unfit
from genjin.config.environment import read_environment
from genjin.config.parent import obey_supervisor
from genjin.config.ports import refuse_busy

NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--threads", type=int, default=4, help="requests answered at the same time")
    parser.add_argument("--processes", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """Serves until SIGINT or SIGTERM."""
    obey_supervisor()
    environment = read_environment()
    refuse_unfit(environment)
    refuse_busy(options.host, environment.port, patience_s=3)
    os.environ["GENJIN_PROCESS"] = "web"
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "genjin.config.serving:application",
        address=options.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=options.processes,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
        process_name=None,
    ).serve()
    return 0
