"""A company of its own for pictures and browser tests: database, web and worker, ended with whoever started them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genjin.config.children import genjin_command
from genjin.config.parent import die_with_parent
from genjin.config.postgres.place import socket_folder

PASSWORD = "genjin-demo"  # the published one of the demo people
#: A rep without customers, added by the stage.
NEWCOMER, NEWCOMER_PASSWORD = "newcomer", "a-quiet-first-morning"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Company:
    """Where the served company is reached, and the variables its commands run with."""

    base: str
    folder: Path
    variables: dict[str, str]

    @property
    def database_socket(self) -> Path:
        """The folder of the embedded server's socket."""
        return socket_folder(self.folder / "postgres")

    def ask(self, statement: str) -> Any:
        """Runs a Python statement inside Genjin; its last printed line is the JSON answer."""
        done = subprocess.run(
            genjin_command("manage", "shell", "--no-imports", "-c", statement),
            env={
                **self.variables,
                "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            },
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr or done.stdout)
        return json.loads(done.stdout.strip().splitlines()[-1])


@contextlib.contextmanager
def served(folder: Path, demo: str = "small") -> Iterator[Company]:
    """Serves a fresh demo company on a free port of this machine until the block ends."""
    shutil.rmtree(folder, ignore_errors=True)
    port = _free_port()
    variables = {**os.environ, "GENJIN_DATA_DIR": str(folder), "GENJIN_PORT": str(port), "GENJIN_DEMO": demo}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GENJIN_PROCESS", "GENJIN_SECRET_KEY", "GENJIN_HOSTS"):
        variables.pop(name, None)
    genjin = subprocess.Popen(
        genjin_command("up"), env=variables, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent
    )
    try:
        assert genjin.stdout
        if not any(line.startswith("Genjin is ready") for line in genjin.stdout):
            raise RuntimeError("Genjin did not start; its lines above say why")
        yield Company(f"http://127.0.0.1:{port}", folder, variables)
    finally:
        genjin.terminate()
        try:
            genjin.wait(20)
        except subprocess.TimeoutExpired:
            genjin.kill()
            print("Genjin did not end by itself and was killed", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
