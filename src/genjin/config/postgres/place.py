"""Where the embedded server's things lie: in the data folder, unless it is too deep for a socket or closed to all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from genjin.config.postgres.binaries import Binaries
from genjin.config.postgres.ways import Place, Way

#: The kernel's limit for a socket path is 107 bytes, of which "/.s.PGSQL.5432.lock" takes 19.
_SOCKET_LIMIT_BYTES = 107 - 19
_ELSEWHERE = Path("/var/lib/genjin")


def place_of(home: Path, binaries: Binaries | None = None) -> Place:
    """The place of this home; a pointer file says so when it was settled elsewhere."""
    moved = _read_pointer(home / "elsewhere")
    root = moved or home
    copied = root / "bin-package"
    if moved and binaries and binaries.roots and copied.exists():
        bin_dir = copied / binaries.roots[0].name / binaries.bin_dir.relative_to(binaries.roots[0])
        return Place(root, root / "data", _run_folder(root), bin_dir, (copied,))
    return Place(
        root,
        root / "data",
        _run_folder(root),
        binaries.bin_dir if binaries else root,
        binaries.roots if binaries else (),
    )


def socket_folder(home: Path) -> Path:
    """The folder with the server's socket: what a connection takes as its host."""
    return _run_folder(_read_pointer(home / "elsewhere") or home)


def settle_elsewhere(home: Path, binaries: Binaries, way: Way) -> Place:
    """The last way: copies of binaries and data in an open folder of their own, found again by a pointer file."""
    root = _own_folder(home)
    _ELSEWHERE.mkdir(parents=True, exist_ok=True)
    _ELSEWHERE.chmod(0o711)
    root.mkdir(exist_ok=True)
    root.chmod(0o711)
    package = root / "bin-package"
    if binaries.roots and not package.exists():
        for source in binaries.roots:
            shutil.copytree(source, package / source.name, symlinks=True, dirs_exist_ok=True)
        _open_to_all(package)
    old = home / "data"
    if (old / "PG_VERSION").exists() and not (root / "data").exists():
        draft = root / "data.copying"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(old, draft, symlinks=True)
        for folder, _, names in os.walk(draft):
            for path in [folder, *(os.path.join(folder, name) for name in names)]:
                os.chown(path, *way.owner, follow_symlinks=False)
        draft.chmod(0o700)
        os.sync()  # the originals leave their place now
        draft.rename(root / "data")
        old.rename(home / "data.moved")
    # Last: a pointer to a folder without the data would look like an empty company.
    (home / "elsewhere").write_text(f"{root}\n")
    return place_of(home, binaries)


def leave_elsewhere(home: Path) -> None:
    """Takes back a settling that came to nothing: no cluster was made there."""
    root = _own_folder(home)
    if root.exists() and not (root / "data" / "PG_VERSION").exists():
        shutil.rmtree(root, ignore_errors=True)
        (home / "elsewhere").unlink(missing_ok=True)


def _own_folder(home: Path) -> Path:
    return _ELSEWHERE / hashlib.sha256(str(home).encode()).hexdigest()[:16]


def _run_folder(root: Path) -> Path:
    """`run` beside the data; for deep paths a short folder that only its owner can enter, named in a pointer file."""
    run = root / "run"
    if len(os.fsencode(run)) <= _SOCKET_LIMIT_BYTES:
        return run
    pointer = root / "socket"
    short = _read_pointer(pointer)
    if short and short.is_dir():
        return short
    if not root.exists():
        return run  # nothing was ever started here
    base = "/run" if os.access("/run", os.W_OK) else tempfile.gettempdir()
    made = Path(tempfile.mkdtemp(prefix="genjin-", dir=base))
    pointer.write_text(f"{made}\n")
    return made


def _read_pointer(path: Path) -> Path | None:
    try:
        return Path(path.read_text().strip())
    except FileNotFoundError:
        return None


def _open_to_all(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        os.chmod(parent, 0o755)  # noqa: S103 programs and libraries only
        for name in names:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
