"""Pass a command on to Django's own management: `genjin manage shell`, `genjin manage makemigrations`."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whatever Django's command takes."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="Django's command and its arguments")


def run(options: argparse.Namespace) -> int:
    """Runs it in this process."""
    execute_from_command_line(["genjin manage", *options.words, *options.rest])
    return 0
