"""The data folder: made and tried before anything slow is started in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from genjin.config.refusal import disk_is_full, refusal_of_disk

#: A full demo company takes 410 MB, half of it the log of its loading.
_NEEDED_NEW_BYTES, _NEEDED_BYTES = 700_000_000, 200_000_000


def prepare_folder(folder: Path) -> None:
    """Raises Refusal when it cannot be written or its disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-") as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        raise refusal_of_disk(error, folder) from error
    is_new = not (folder / "postgres").exists()
    if shutil.disk_usage(folder).free < (_NEEDED_NEW_BYTES if is_new else _NEEDED_BYTES):
        raise disk_is_full(folder)
