"""What cannot be done, as one plain line with its remedy: a command that meets it prints the line and exits with 2."""

from __future__ import annotations

import errno
from pathlib import Path


class Refusal(Exception):
    """Raised with a sentence that says what to do next; never shown with a traceback."""


def refusal_of_disk(error: OSError, folder: Path) -> Refusal:
    """The line for a folder that cannot be written, from the error the system gave."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_is_full(folder)
    return Refusal(
        f"The data folder {folder} cannot be written ({error.strerror}): "
        "make it writable for this user, or choose another with GENJIN_DATA_DIR."
    )


def disk_is_full(folder: Path) -> Refusal:
    """The line for a disk without room."""
    return Refusal(
        f"The disk that holds {folder} is full: free at least 1 GB there, "
        "or choose a folder on another disk with GENJIN_DATA_DIR."
    )
