"""What the environment says: every variable Genjin reads, its default and its meaning, in one value."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from genjin.config.refusal import Refusal, refusal_of_disk

DemoKind = Literal["full", "small", "none"]
ProcessKind = Literal["web", "worker", "command"]


@dataclass(frozen=True)
class Environment:
    """The variables, parsed. `process` is told by the command to its own process, not by people."""

    port: int
    data_dir: Path
    database_url: str
    demo: DemoKind
    secret_key_given: str
    hosts: tuple[str, ...]
    pg_bin: Path | None
    process: ProcessKind

    @property
    def is_embedded(self) -> bool:
        """Whether Genjin runs its own database."""
        return not self.database_url

    @property
    def postgres_home(self) -> Path:
        """Where the embedded database lives."""
        return self.data_dir / "postgres"

    @property
    def files_dir(self) -> Path:
        """Where uploaded originals lie, one file each."""
        return self.data_dir / "files"

    @property
    def address(self) -> str:
        """The address people open on this machine."""
        return f"http://127.0.0.1:{self.port}"

    def secret_key(self) -> str:
        """The signing key: the given one, else the data folder's own, made at first use, for its owner only."""
        if self.secret_key_given:
            return self.secret_key_given
        path = self.data_dir / "secret_key"
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            _write_once(path, secrets.token_urlsafe(50))
            return path.read_text().strip()
        except OSError as error:
            raise refusal_of_disk(error, self.data_dir) from error


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """The environment of this process; raises Refusal for a value nobody can use."""
    return Environment(
        port=_port(variables.get("GENJIN_PORT") or "8000"),
        data_dir=Path(variables.get("GENJIN_DATA_DIR") or "data").expanduser().absolute(),
        database_url=variables.get("DATABASE_URL", ""),
        demo=_demo(variables.get("GENJIN_DEMO") or "full"),
        secret_key_given=variables.get("GENJIN_SECRET_KEY", ""),
        hosts=tuple(host.strip() for host in variables.get("GENJIN_HOSTS", "").split(",") if host.strip()),
        pg_bin=Path(variables["GENJIN_PG_BIN"]) if variables.get("GENJIN_PG_BIN") else None,
        process=cast(ProcessKind, variables.get("GENJIN_PROCESS", "command")),
    )


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise Refusal(f"GENJIN_PORT is {text!r}: give a port number from 1 to 65535.")


def _demo(text: str) -> DemoKind:
    if text in ("full", "small", "none"):
        return cast(DemoKind, text)
    raise Refusal(f"GENJIN_DEMO is {text!r}: give full, small or none.")


def _write_once(path: Path, text: str) -> None:
    """Two processes at their first start must end with the same key: the one whose link lands first."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
