"""The error by which a pure function refuses an input: a stable code and words for the reader."""

from __future__ import annotations

from typing import Any


class Refusal(ValueError):
    """`code` is stable for scripts, `message` is for people and may be a lazy translation."""

    code = "invalid"

    def __init__(self, message: Any = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return str(self.message) or self.code
