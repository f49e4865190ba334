"""Holds the API to its promise: every error is problem+json, also where no route matched (path, method)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from genjin.config.middleware.answers import PROBLEM_TYPE, problem

_TITLES = {
    400: ("bad_request", _("The request cannot be read.")),
    401: ("unauthorized", _("A valid token is needed.")),
    403: ("forbidden", _("You are not allowed to do this.")),
    404: ("not_found", _("There is nothing at this address, or it is not yours.")),
    405: ("method_not_allowed", _("This address does not know that method.")),
    413: ("too_large", _("What you sent is too large.")),
    415: ("unsupported_media_type", _("This type of content is not accepted here.")),
    429: ("too_many_requests", _("Too many requests: try again in a moment.")),
}
_OTHER = ("server_error", _("Something went wrong on our side; it was noted."))


class ApiProblems:
    """Rewrites errors that are not problem+json yet, and keeps their headers (Allow, Retry-After …)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < 400 or response.get("Content-Type", "").startswith(PROBLEM_TYPE):
            return response
        code, title = _TITLES.get(response.status_code, _OTHER)
        answer = problem(response.status_code, code, title)
        for name, value in response.items():
            answer.headers.setdefault(name, value)
        return answer
