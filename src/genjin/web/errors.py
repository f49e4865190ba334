"""The one place where a refusal becomes an answer: a page, a toast for htmx, problem+json for scripts."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genjin.kernel.errors import DomainError, Forbidden

PROBLEM_TYPE = "application/problem+json"


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks: by what it accepts or sends."""
    accepts = request.headers.get("Accept", "")
    return (
        "application/json" in accepts
        or PROBLEM_TYPE in accepts
        or request.content_type == "application/json"
        or request.path_info.startswith("/uploads/")
    )


def is_htmx(request: HttpRequest) -> bool:
    """Whether a fragment is asked for."""
    return request.headers.get("HX-Request") == "true"


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a domain error, in the form its reader understands."""
    if is_htmx(request):
        return _refuse_fragment(error)
    if wants_json(request):
        return problem(error)
    if error.status == 404:
        return render(request, "404.html", status=404)
    message = _("This page is not yours to manage.") if _is_only_looked_at(request, error) else error.message
    context = {"status": error.status, "message": message, "errors": error.errors}
    return render(request, "errors/refused.html", context, status=error.status)


def _is_only_looked_at(request: HttpRequest, error: DomainError) -> bool:
    """Whether somebody opened a page of others: words about changing would be beside the point."""
    return request.method == "GET" and isinstance(error, Forbidden)


def problem(error: DomainError) -> JsonResponse:
    """problem+json of a domain error."""
    words = str(error.message)
    body = {
        "type": "about:blank", "title": words, "status": error.status, "code": error.code, "detail": words,
        "errors": [field.as_dict() for field in error.errors],
    }  # fmt: skip
    return JsonResponse(body, status=error.status, content_type=PROBLEM_TYPE, json_dumps_params={"ensure_ascii": False})


def _refuse_fragment(error: DomainError) -> HttpResponse:
    response = problem(error)
    response["HX-Reswap"] = "none"
    if error.status == 422:
        # The shell swaps 422 like 200 (forms come back with their reasons), so the words travel as a toast.
        words = [str(field.message) for field in error.errors] or [str(error.message)]
        response["HX-Trigger"] = json.dumps({"toast": {"text": " ".join(words)}})
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """401 for scripts and fragments: they ask the reader to sign in again without losing the page."""
    return problem(SignedOut()) if not is_htmx(request) else _refuse_fragment(SignedOut())


class Outdated(DomainError):
    """People or configuration changed while this was on its way; the next try works with the new ones."""

    code = "outdated"
    status = 503
    message = gettext_lazy("Something was being changed at this very moment. Try again.")


class SignedOut(DomainError):
    code = "signed_out"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("You are signed out. Sign in again; nothing you wrote is lost."))


def triggers(response: HttpResponse, **events: Any) -> HttpResponse:
    """Add events for the page's scripts: `toast`, `decided` (see frontend/README.md)."""
    response["HX-Trigger"] = json.dumps(events)
    return response
