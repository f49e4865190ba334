"""`python -m tools.dump_demo`: the small demo's database as a file that later versions must be able to upgrade.

Written once per release to tests/fixtures/demo-small-<version>.dump (pg_dump's custom format, without owners).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from genjin.config.postgres.binaries import find_binaries
from tools.look.company import served

FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "fixtures"
LARGEST = 2 * 1024 * 1024


def main() -> int:
    """Write the dump; refuses one larger than a repository should carry."""
    target = FIXTURES / f"demo-small-{version('genjin')}.dump"
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "data") as company:
        pg_dump = find_binaries(company.folder / "postgres").path("pg_dump")
        socket = str(company.database_socket)
        subprocess.run(
            [
                pg_dump,
                "-h",
                socket,
                "-U",
                "genjin",
                "-d",
                "genjin",
                "-Fc",
                "-Z",
                "9",
                "--no-owner",
                "--no-privileges",
                "-f",
                target,
            ],
            check=True,
        )
    if target.stat().st_size > LARGEST:
        print(f"{target} is larger than {LARGEST:,} bytes", file=sys.stderr)
        return 1
    print(f"{target}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
