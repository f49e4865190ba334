"""Bring the database's tables up to this version, one process at a time."""

from __future__ import annotations

import argparse

from genjin.config.migration import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: it is always all of them."""


def run(options: argparse.Namespace) -> int:
    """Waits for a migration that runs elsewhere, then finds nothing left to do."""
    migrate()
    return 0
