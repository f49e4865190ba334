"""`genjin up`: database, web process and worker under one roof; restarts whatever dies, ends all together."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import time
from types import FrameType

from genjin.config.children import Child, genjin_command
from genjin.config.database import refuse_unfit
from genjin.config.environment import Environment
from genjin.config.folder import prepare_folder
from genjin.config.ports import refuse_busy
from genjin.config.postgres.hold import Hold, hold_for_supervisor
from genjin.config.postgres.server import EmbeddedServer
from genjin.config.refusal import Refusal, disk_is_full

_LOOK_EVERY_S = 0.1
_CHILDREN_STOP_S, _DATABASE_STOP_S = 5.0, 4.0
_RETRY_DATABASE_S = 3.0


class Supervisor:
    """Single-threaded on purpose: a child dies with the thread that started it."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.hold: Hold | None = None
        self.server: EmbeddedServer | None = None
        variables = {"GENJIN_DATA_DIR": str(environment.data_dir)}
        self.children = [Child("serve", variables), Child("worker", variables)]
        self.stopping = False
        self.is_announced = False
        self._database_not_before = 0.0

    def run(self) -> int:
        """Serves until SIGINT or SIGTERM; raises Refusal when it cannot begin."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        try:
            self._begin()
            words = self._prepare()
            if words is None and not self.stopping:
                return 2  # the line that says why was printed already
            while not self.stopping:
                self._look_round(words or "")
                time.sleep(_LOOK_EVERY_S)
        finally:
            self._end()
        return 0

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if not self.stopping:
            say("stopping …")
        self.stopping = True

    def _begin(self) -> None:
        prepare_folder(self.environment.data_dir)
        refuse_busy("127.0.0.1", self.environment.port, patience_s=1)
        if self.environment.is_embedded:
            self.hold = hold_for_supervisor(self.environment.postgres_home)
            say("starting the database …")
            self.server = EmbeddedServer(self.environment.postgres_home, forced_bin=self.environment.pg_bin)
            self.server.start()
        refuse_unfit(self.environment)

    def _prepare(self) -> str | None:
        """Migrates and fills an empty database, in a process of its own whose memory goes with it.

        Returns the words about signing in; None when that process has said why it cannot be done.
        """
        process = subprocess.Popen(
            genjin_command("prepare"),
            env=self.children[0].variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout
        while process.poll() is None:
            if self.stopping:
                process.terminate()
            time.sleep(0.02)
        said = process.stdout.read()
        if self.stopping or process.returncode == 2:
            return None
        if self.server and self.server.disk_was_full():
            raise disk_is_full(self.environment.data_dir)
        if process.returncode != 0:
            raise Refusal("The database could not be prepared; the lines above say why.")
        return str(json.loads(said)["words"])

    def _look_round(self, words: str) -> None:
        if self.server and self.server.poll() is not None and time.monotonic() >= self._database_not_before:
            self._restart_database()
        for child in self.children:
            code = child.see_to()
            if code is not None and not self.stopping:
                say(f"{child.name} ended ({_cause(code)}); starting it again")
        if not self.is_announced and self._is_healthy():
            self.is_announced = True
            print(f"Genjin is ready: {self.environment.address}", flush=True)
            if words:
                print(words, flush=True)

    def _restart_database(self) -> None:
        assert self.server
        say(f"the database ended ({_cause(self.server.poll() or 0)}); starting it again")
        try:
            self.server.start(after_crash=True)
        except Refusal as refusal:
            say(str(refusal))
            self._database_not_before = time.monotonic() + _RETRY_DATABASE_S

    def _is_healthy(self) -> bool:
        link = http.client.HTTPConnection("127.0.0.1", self.environment.port, timeout=5)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def _end(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + _CHILDREN_STOP_S
        for child in self.children:
            child.end(deadline)
        if self.server:
            self.server.stop(timeout_s=_DATABASE_STOP_S)
        if self.hold:
            self.hold.release()


def say(words: str) -> None:
    """A word for whoever watches the terminal."""
    print(f"genjin: {words}", file=sys.stderr, flush=True)


def _cause(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
