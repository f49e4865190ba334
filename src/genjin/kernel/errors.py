"""The one family of refusals: a stable code, a status, and words that say what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: its path in the request, a stable code, and words."""

    field: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The form it has in problem+json."""
        return {"field": self.field, "code": self.code, "message": str(self.message)}


class DomainError(Exception):
    """A refusal a person can act on. Subclasses set code, status and message."""

    code = "refused"
    status = 422
    message: Any = _("This could not be done.")

    def __init__(self, message: Any = None, *, errors: list[FieldError] | None = None) -> None:
        self.errors = errors or []
        if message is not None:
            self.message = message
        super().__init__(self.code)


class NotFound(DomainError):
    """Not there, or not yours: the two are never told apart."""

    code = "not_found"
    status = 404
    message = _("Not found, or not yours to see.")


class Forbidden(DomainError):
    code = "forbidden"
    status = 403
    message = _("You may see this but not do that. Ask your administrator.")


class Refused(DomainError):
    """Refused by checks or field types; `errors` names each field."""

    code = "invalid"
    status = 422
    message = _("Some fields still need something.")


class StaleVersion(DomainError):
    """Somebody else wrote first; `errors` name the fields that differ."""

    code = "stale_version"
    status = 409
    message = _("Somebody changed this in the meantime. Look at the differences and save again.")


class Stale(Exception):
    """The actor or configuration a request works with is older than the company's: authenticate again, retry once."""
