"""The store of originals: one file per content, under its SHA-256, written so that it is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """Where an original lies (`path` is relative to the files folder) and what it is by content."""

    sha256: str
    size_bytes: int
    path: str


def root() -> Path:
    """The folder of all files."""
    return Path(settings.GENJIN_FILES_DIR)


def absolute(path: str) -> Path:
    """The place of a stored path. Raises ValueError for one that would lead out of the files folder."""
    found = (root() / path).resolve()
    if not found.is_relative_to(root().resolve()):
        raise ValueError(path)
    return found


def store(source: Path | bytes) -> Stored:
    """Keep an original. A given path is moved into place, never altered; content already there is kept once."""
    part = source if isinstance(source, Path) else _written(source)
    digest, size = _digest(part)
    stored = Stored(digest, size, f"{digest[:2]}/{digest[2:4]}/{digest}")
    target = root() / stored.path
    if target.exists() and target.stat().st_size == size:
        part.unlink()
        return stored
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(part, 0o600)
    os.replace(part, target)
    for folder in (target.parent, target.parent.parent, root()):
        _sync_folder(folder)
    return stored


def parts_folder() -> Path:
    """Where uploads under way lie: on the same disk, so that finishing is a rename."""
    folder = root() / "parts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def write_at(part: Path, offset: int, piece: bytes) -> None:
    """Add a piece to a part file, at its place, on the disk before this returns."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, offset)  # whatever an interrupted piece left behind
        os.pwrite(handle, piece, offset)
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(content: bytes) -> Path:
    part = parts_folder() / f"in-{secrets.token_hex(16)}"
    write_at(part, 0, content)
    return part


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for piece in _pieces(file.fileno()):
            digest.update(piece)
            size += len(piece)
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _pieces(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, _PIECE):
        yield piece


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
