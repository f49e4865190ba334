"""Serve the whole of Genjin on this machine: database, web and worker, until Ctrl-C."""

from __future__ import annotations

import argparse

from genjin.config.environment import read_environment

NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything comes from the environment (GENJIN_PORT, GENJIN_DATA_DIR, DATABASE_URL, GENJIN_DEMO)."""


def run(options: argparse.Namespace) -> int:
    """Stays in the foreground."""
    from genjin.config.supervisor import Supervisor

    return Supervisor(read_environment()).run()
