"""What the write door refuses."""

from __future__ import annotations

from typing import Any

from genjin.kernel.errors import DomainError


class OnceTaken(Exception):
    """A rival wrote under the same idempotency key first; its answer is stored."""


class Conflict(DomainError):
    """What was judged has changed before it was written; nothing was written."""

    code = "conflict"
    status = 409


class IdempotencyKeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency_key_reused"
    status = 409
    message: Any = None

    def __init__(self) -> None:
        from django.utils.translation import gettext as _

        super().__init__(_("This Idempotency-Key was used for another request. Take a new key."))
