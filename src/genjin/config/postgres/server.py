"""The embedded PostgreSQL: made once, run in the foreground as our child, reached over a Unix socket.

Never by the wheel's own get_server(): that opens every parent folder to the world and adds users to the machine.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from genjin.config.postgres.binaries import Binaries, find_binaries
from genjin.config.postgres.orphans import end_orphans, is_postgres, is_zombie
from genjin.config.postgres.place import leave_elsewhere, place_of, settle_elsewhere
from genjin.config.postgres.ways import Place, Way, command, ways
from genjin.config.refusal import Refusal, disk_is_full

SUPERUSER = "postgres"
APPLICATION = "genjin"  # the role and its database: no superuser, so that nothing reaches beyond the tables
START_LIMIT_S = 120.0

#: Given on the command line, so that neither a file nor ALTER SYSTEM weakens them.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # for tests only
TUNED = {
    "listen_addresses": "",
    "jit": "off",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
_NO_SPACE = "No space left on device"
_STILL_IN_USE = "pre-existing shared memory block"
_LOG_LIMIT_BYTES = 20_000_000
_ATTEMPTS = 4
#: A server that says more than this about itself got at its data: another way would fare no better.
_SAID_BY_SERVER = re.compile(r"^[0-9-]{10} [0-9:.]{12} UTC ", re.MULTILINE)
_AT_WORK = re.compile(r"starting up|recovery|not yet accepting")
_DENIED = re.compile(r"Permission denied|not permitted|wrong ownership|invalid permissions")


class EmbeddedServer:
    """One cluster in one home folder. The caller holds the folder's lock (see hold.py) while it runs."""

    def __init__(self, home: Path, *, forced_bin: Path | None = None, settings: Mapping[str, str] = DURABLE) -> None:
        self.home = home
        self.settings = {**TUNED, **settings}
        self.forced_bin = forced_bin
        self.process: subprocess.Popen[bytes] | None = None
        self.way: Way | None = None

    @property
    def cluster_name(self) -> str:
        """Stands in the command line of all its processes."""
        return "genjin-" + hashlib.sha256(str(self.home).encode()).hexdigest()[:16]

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.home / "log"

    def start(self, *, after_crash: bool = False) -> None:
        """Makes the cluster when there is none and serves it; raises Refusal with one line.

        After a crash of our own server its busy sessions are not waited for.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711)  # the server's user walks through it; its own folders below are 0700
        place = place_of(self.home)
        binaries = find_binaries(place.data, self.forced_bin)
        end_orphans(self.cluster_name, patience_s=0 if after_crash else 5)
        _drop_stale_pid_file(place.data)
        has_data = (place.data / "PG_VERSION").exists()
        tried: list[str] = []
        for way in [self.way] if self.way else ways(self.home, place.data):
            try:
                self._start_patiently(way, binaries)
                self.way = way
                return
            except (OSError, subprocess.SubprocessError, _NotStarted) as error:
                if _NO_SPACE in str(error):
                    raise disk_is_full(self.home) from error
                if has_data and not _is_of_the_way(error):
                    # The last way copies the data and takes the copy: never because of a passing trouble.
                    raise Refusal(f"The database does not start ({_short(error)}): see {self.log}.") from error
                tried.append(f"{way.mode}: {_short(error)}")
                leave_elsewhere(self.home)
        advice = "run as an ordinary user, or set DATABASE_URL" if os.geteuid() == 0 else f"see {self.log}"
        raise Refusal(f"The database cannot be started here; {advice}. Tried {'; '.join(tried)}")

    def poll(self) -> int | None:
        """The exit code once the server is dead, else None."""
        return self.process.poll() if self.process else -1

    def disk_was_full(self) -> bool:
        """Whether the server died of a full disk."""
        return self.poll() is not None and _NO_SPACE in self._said_since(max(0, self.log.stat().st_size - 8192))

    def stop(self, *, timeout_s: float = 6.0) -> None:
        """Ends all sessions and the server in order; after the time, by force (it recovers at its next start)."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            end_orphans(self.cluster_name, patience_s=0)

    def _start_patiently(self, way: Way, binaries: Binaries) -> None:
        """In one way; again when it was killed while starting, or met what a killed one left behind."""
        for attempt in range(_ATTEMPTS):
            try:
                self._start_in(way, binaries)
                return
            except _Interrupted:
                end_orphans(self.cluster_name, patience_s=0)
                if attempt == _ATTEMPTS - 1:
                    raise

    def _start_in(self, way: Way, binaries: Binaries) -> None:
        place = settle_elsewhere(self.home, binaries, way) if way.mode == "copy" else place_of(self.home, binaries)
        if not (place.data / "PG_VERSION").exists():
            self._make(way, place, binaries)
        place.run.mkdir(parents=True, exist_ok=True)
        place.run.chmod(0o700)
        os.chown(place.run, *way.owner)
        arguments = ["-D", str(place.data), "-k", str(place.run), "-c", f"cluster_name={self.cluster_name}"]
        for name, value in self.settings.items():
            arguments += ["-c", f"{name}={value}"]
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                command(way, place, "postgres", arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_CLEAN,
                start_new_session=True,
            )
        try:
            self._wait_ready(place, begin)
        except BaseException:
            self.stop()
            raise

    def _make(self, way: Way, place: Place, binaries: Binaries) -> None:
        """initdb, by a user with a passwd entry; then the files belong to the server's own user."""
        if place.data.exists():
            shutil.rmtree(place.data)  # half made by a way that failed: without PG_VERSION there is nothing in it
        place.data.mkdir(mode=0o700)
        init_owner = (0, 0) if way.mode == "userns" else (way.init_uid, way.init_gid)
        os.chown(place.data, *init_owner)
        builtin = binaries.major >= 17
        arguments = ["-D", str(place.data), "-U", SUPERUSER, "-E", "UTF8", "--auth-local=trust", "--auth-host=reject"]
        arguments += ["--data-checksums", "--locale=C.UTF-8" if not builtin else "--locale=C"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else []
        arguments += ["--no-sync"] if self.settings["fsync"] == "off" else []
        made = subprocess.run(
            command(way, place, "initdb", arguments, for_init=True),
            capture_output=True,
            text=True,
            env=_CLEAN,
            timeout=START_LIMIT_S,
        )
        if made.returncode != 0:
            shutil.rmtree(place.data, ignore_errors=True)
            raise _NotStarted(made.stderr or made.stdout)
        if init_owner != way.owner:
            for folder, _, names in os.walk(place.data):
                for path in [folder, *(os.path.join(folder, name) for name in names)]:
                    os.chown(path, *way.owner, follow_symlinks=False)

    def _wait_ready(self, place: Place, log_begin: int) -> None:
        """Ready is what answers a statement; a process id proves nothing (zombies have one)."""
        assert self.process
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if (code := self.process.poll()) is not None:
                said = self._said_since(log_begin)
                is_interrupted = code == -signal.SIGKILL or _STILL_IN_USE in said
                raise (_Interrupted if is_interrupted else _NotStarted)(said or f"exit {code}")
            try:
                _ensure_application_role(place.run)
                return
            except psycopg.OperationalError as error:
                if _AT_WORK.search(str(error)):
                    deadline = (
                        time.monotonic() + START_LIMIT_S
                    )  # it repairs itself, and would begin anew if we ended it
                time.sleep(0.02)
        raise _NotStarted(f"{self._said_since(log_begin)}\nno answer within {START_LIMIT_S:.0f} s")

    def _said_since(self, begin: int) -> str:
        with self.log.open("rb") as log:
            log.seek(begin)
            return log.read().decode(errors="replace")


class _NotStarted(Exception):
    """This way does not work here; the next one may."""


class _Interrupted(_NotStarted):
    """No fault of the way: it was killed, or the one killed before it still has processes."""


#: The server's messages are read by us, and it needs nothing of our environment.
_CLEAN = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "HOME": "/"}


def connect_as_superuser(run: Path, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """A connection for what the application's role may not do; whoever can walk into the socket's folder is trusted."""
    return psycopg.connect(host=str(run), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5)


def _ensure_application_role(run: Path) -> None:
    with connect_as_superuser(run) as connection:
        name = sql.Identifier(APPLICATION)
        if not connection.execute("select 1 from pg_roles where rolname = %s", (APPLICATION,)).fetchone():
            connection.execute(sql.SQL("create role {} login nosuperuser").format(name))
        if not connection.execute("select 1 from pg_database where datname = %s", (APPLICATION,)).fetchone():
            connection.execute(sql.SQL("create database {0} owner {0}").format(name))


def _drop_stale_pid_file(data: Path) -> None:
    """Postgres believes that whoever has the number is the old server: also a zombie, also, after a restart of the
    machine or in a new container, some other program of the same user. What really was left has been ended before."""
    path = data / "postmaster.pid"
    try:
        pid = int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if is_zombie(pid) or not is_postgres(pid):
        path.unlink(missing_ok=True)


def _is_of_the_way(error: Exception) -> bool:
    """Whether another way may succeed: this one was denied something, or did not get as far as the server."""
    if isinstance(error, _Interrupted):
        return False
    return bool(_DENIED.search(str(error))) or not _SAID_BY_SERVER.search(str(error))


def _short(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower() or "launch:" in line]
    return (telling or lines or [type(error).__name__])[-1][:200]
