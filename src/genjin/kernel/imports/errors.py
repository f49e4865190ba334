"""Why a file, or one of its cells, cannot be taken."""

from __future__ import annotations

from typing import Any

from genjin.kernel.errors import DomainError


class FileRefused(DomainError):
    """The file as a whole cannot be imported: broken, no rows, no known header. `code` says which."""

    def __init__(self, code: str, message: Any, status: int = 422) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class CellRefused(Exception):
    """A cell its field cannot take: a stable code and words for the reader."""

    def __init__(self, code: str, message: Any) -> None:
        self.code, self.message = code, message
        super().__init__(code)
