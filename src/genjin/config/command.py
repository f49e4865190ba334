"""The `genjin` command: finds the sub-command, gives it a database, turns a refusal into one line and exit code 2."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, cast

from genjin.config import commands
from genjin.config.environment import Environment, read_environment
from genjin.config.refusal import Refusal, disk_is_full


class Command(Protocol):
    """A module of `genjin.config.commands`; its file name is the sub-command, its first docstring line the help.

    `NEEDS_DATABASE = False` is for those that see to the database themselves or do without.
    """

    __doc__: str | None
    NEEDS_DATABASE: bool

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Does it: 0 done, 1 done but something is wrong (said in the document), Refusal = 2."""


def main(arguments: list[str] | None = None) -> int:
    """Entry point; words go to stderr, documents to stdout."""
    given = sys.argv[1:] if arguments is None else arguments
    parser, names = _parser(given)
    if not given:
        parser.print_help(sys.stderr)
        return 2
    options, rest = parser.parse_known_args(given)
    if rest and options.command != "manage":
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        return _run(names[options.command], options)
    except Refusal as refusal:
        print(f"genjin: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _run(module_name: str, options: argparse.Namespace) -> int:
    command = _load(module_name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genjin.config.settings")
    environment = read_environment()
    if not getattr(command, "NEEDS_DATABASE", True):
        return command.run(options)
    # A plain kill must end a server that this command started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with _database(environment):
        import django

        django.setup()
        from django.db import OperationalError, connections

        try:
            return command.run(options)
        except OperationalError as error:
            if "No space left on device" in str(error):
                raise disk_is_full(environment.data_dir) from error
            raise
        finally:
            connections.close_all()


def _database(environment: Environment) -> AbstractContextManager[None]:
    if environment.is_embedded:
        from genjin.config.postgres.hold import borrowed_server

        return borrowed_server(environment.postgres_home, forced_bin=environment.pg_bin)
    from genjin.config.database import refuse_unfit

    refuse_unfit(environment)
    return nullcontext()


def _parser(given: list[str]) -> tuple[argparse.ArgumentParser, dict[str, str]]:
    """All sub-commands by name; only the wanted one's module is loaded (all, when help is asked for)."""
    parser = argparse.ArgumentParser(prog="genjin", description="Genjin 跟进: work chases people.")
    adder = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    names: dict[str, str] = {}
    wanted = next((word for word in given if not word.startswith("-")), None)
    for module in pkgutil.iter_modules(commands.__path__):
        name = module.name.rstrip("_").replace("_", "-")  # import_.py is `genjin import`
        names[name] = module.name
        if wanted not in (None, name):
            adder.add_parser(name, add_help=False)
            continue
        loaded = _load(module.name)
        summary = (loaded.__doc__ or "").strip().splitlines()[0]
        loaded.add_arguments(adder.add_parser(name, help=summary, description=summary))
    return parser, names


def _load(module_name: str) -> Command:
    return cast(Command, importlib.import_module(f"{commands.__name__}.{module_name}"))


if __name__ == "__main__":
    sys.exit(main())
