"""Turns every refusal into problem+json, in this one place (RFC 9457)."""

from __future__ import annotations

import logging

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from genjin.api.http.errors import TooLarge, TooManyRequests, Unauthorized, Unreadable
from genjin.kernel.errors import DomainError, NotFound, Refused
from genjin.kernel.records.errors import Conflict, Taken

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
DOES_NOT_FIT = _("A value does not fit into its field.")


def problem(error: DomainError) -> HttpResponse:
    """The answer to a refusal."""
    title = str(error.message)
    body = {
        "type": "about:blank",
        "title": title,
        "status": error.status,
        "code": error.code,
        "detail": title,
        "errors": [e.as_dict() for e in error.errors],
    }
    response = HttpResponse(orjson.dumps(body), status=error.status, content_type=CONTENT_TYPE)
    if isinstance(error, Unauthorized):
        response["WWW-Authenticate"] = 'Bearer realm="genjin"'
    if isinstance(error, TooManyRequests):
        response["Retry-After"] = str(error.retry_after_s)
    return response


def register(api: NinjaAPI) -> None:
    """Hand every expected exception to `problem`. Anything else is left to Django, which logs it and answers 500."""
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(AuthenticationError, lambda request, error: problem(Unauthorized()))
    # Paths are all that ninja itself validates, and an id that can be none is simply not there.
    api.add_exception_handler(ValidationError, lambda request, error: problem(NotFound()))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: problem(TooLarge()))
    for unreadable in (MultiPartParserError, UnreadablePostError, SuspiciousOperation):
        api.add_exception_handler(unreadable, lambda request, error: problem(Unreadable()))
    api.add_exception_handler(DataError, _does_not_fit)
    api.add_exception_handler(Taken, lambda request, error: problem(Conflict()))


def _refused(request: HttpRequest, error: DomainError | type[DomainError]) -> HttpResponse:
    return problem(error if isinstance(error, DomainError) else error())


def _does_not_fit(request: HttpRequest, error: DataError | type[DataError]) -> HttpResponse:
    """A number or text that passed its field's check and still is too large for its column: refused, and noted."""
    log.warning("value refused by the database", exc_info=True)
    return problem(Refused(DOES_NOT_FIT))
