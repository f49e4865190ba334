"""What the write door refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class Taken(Exception):
    """Something that may exist once exists already: the name of the unique constraint."""

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(constraint)


class OnceTaken(Taken):
    """A rival wrote under the same idempotency key first; its answer is stored."""


class Conflict(DomainError):
    """What was judged has changed before it was written; nothing was written."""

    code = "conflict"
    status = 409
    message = _("This changed in the meantime; nothing was written. Try again.")


class IdempotencyKeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency_key_reused"
    status = 409
    message = _("This Idempotency-Key was used for another request. Take a new key.")
