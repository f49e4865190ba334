"""Says no before a view is reached, in the form the door expects: problem+json for the API, a plain line for a page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise

PROBLEM_TYPE = "application/problem+json"
_PAGES = (400, 413)  # those that can be drawn without a database


def problem(status: int, code: str, title: str | Promise, detail: str | Promise = "") -> HttpResponse:
    """One problem+json answer without field errors."""
    body = {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "code": code,
        "detail": str(detail or title),
        "errors": [],
    }
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE, json_dumps_params={"ensure_ascii": False})


def refuse(request: HttpRequest, status: int, code: str, title: str | Promise) -> HttpResponse:
    """The same for either door."""
    if request.path_info.startswith(settings.API_PREFIX):
        return problem(status, code, title)
    if status in _PAGES:
        return render(request, f"errors/{status}.html", status=status)
    return HttpResponse(str(title), status=status, content_type="text/plain; charset=utf-8")
