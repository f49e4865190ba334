"""Who runs the embedded server: one process holds the folder, others use what runs; none stops it under another."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

import psycopg

from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, EmbeddedServer
from genjin.config.refusal import Refusal, refusal_of_disk

Holder = Literal["up", "command"]


class Hold:
    """The exclusive lock of a home folder; the system lets go of it when we die, in whatever way."""

    def __init__(self, home: Path, holder: Holder) -> None:
        self.home = home
        self.holder = holder
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Whether the folder is ours now."""
        file = _open(self.home, "lock")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.seek(0)
        file.truncate()
        file.write(f"{self.holder} {os.getpid()}\n")
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Lets the next one take it."""
        if self._file:
            self._file.close()
            self._file = None

    def held_by(self) -> str:
        """What the holder wrote about himself, e.g. `up 4711`."""
        with suppress(OSError):
            return (self.home / "lock").read_text().strip()
        return ""


def hold_for_supervisor(home: Path, *, patience_s: float = 60.0) -> Hold:
    """The hold of `genjin up`: waits for a command that is at work, refuses beside another supervisor."""
    hold = Hold(home, "up")
    deadline = time.monotonic() + patience_s
    while not hold.take():
        kind, _, process = hold.held_by().partition(" ")
        if kind == "up" or time.monotonic() > deadline:
            raise Refusal(
                f"Genjin already runs on the data folder {home.parent} (process {process or 'unknown'}): "
                "stop it first, or choose another folder with GENJIN_DATA_DIR."
            )
        time.sleep(0.1)
    return hold


@contextmanager
def borrowed_server(home: Path, *, forced_bin: Path | None = None, patience_s: float = 120.0) -> Iterator[None]:
    """A running server for the time of a command: the one that runs, else one of our own that ends with the command."""
    hold = Hold(home, "command")
    deadline = time.monotonic() + patience_s
    while True:
        with _open(home, "users") as users:
            if _share(users) and is_ready(home):
                yield
                return
        if hold.take():
            break
        if time.monotonic() > deadline:
            raise Refusal(f"The database in {home} does not answer: see {home / 'log'}.")
        time.sleep(0.05)
    server = EmbeddedServer(home, forced_bin=forced_bin)
    try:
        server.start()
        yield
        with _open(home, "users") as users:
            fcntl.flock(users, fcntl.LOCK_EX)  # others who borrowed it meanwhile finish first
            server.stop()
    finally:
        server.stop()
        hold.release()


def is_ready(home: Path) -> bool:
    """Whether a server of this home answers a statement now."""
    if not home.exists():
        return False
    try:
        with psycopg.connect(
            host=str(socket_folder(home)), user=APPLICATION, dbname=APPLICATION, connect_timeout=5
        ) as link:
            link.execute("select 1")
        return True
    except psycopg.OperationalError:
        return False


def _share(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def _open(home: Path, name: str) -> IO[str]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return (home / name).open("a+")
    except OSError as error:
        raise refusal_of_disk(error, home.parent) from error
