"""What the API refuses before a verb or query is reached."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class Unauthorized(DomainError):
    code = "unauthorized"
    status = 401
    message = _("A valid token is needed.")


class TooManyRequests(DomainError):
    """`retry_after_s`: when the next request may come."""

    code = "too_many_requests"
    status = 429
    message = _("Too many requests: try again in a moment.")

    def __init__(self, retry_after_s: int = 1) -> None:
        self.retry_after_s = retry_after_s
        super().__init__()


class Unreadable(DomainError):
    code = "bad_request"
    status = 400
    message: Any = _("The request cannot be read.")


class NotJson(Unreadable):
    code = "invalid_json"
    message = _("The body is not JSON in UTF-8.")


class TooDeep(Unreadable):
    code = "too_deep"
    message = _("The body is nested too deeply.")


class BadIfMatch(Unreadable):
    code = "invalid_if_match"
    message = _("If-Match must hold the version number that you have read.")


class BadIdempotencyKey(Unreadable):
    code = "invalid_idempotency_key"
    message = _("Idempotency-Key must be 1 to 200 printable ASCII characters.")


class LengthRequired(DomainError):
    code = "length_required"
    status = 411
    message = _("Say how long the body is: send Content-Length.")


class TooLarge(DomainError):
    code = "too_large"
    status = 413
    message = _("What you sent is too large.")


class WrongMediaType(DomainError):
    code = "unsupported_media_type"
    status = 415
    message: Any = _("Send application/json.")
