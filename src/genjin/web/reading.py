"""Reading what a page's script or form sent: JSON bodies, ids in paths, numbers in queries."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError

MAX_DEPTH = 20


class Unreadable(DomainError):
    code = "bad_request"
    status = 400
    message = _("The request cannot be read.")


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The object a script sent. Raises Unreadable for anything else."""
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Unreadable from error
    if not isinstance(body, dict) or _depth(body) > MAX_DEPTH:
        raise Unreadable
    return body


def _depth(value: Any) -> int:
    """How deep it nests; breadth first, so that depth itself cannot exhaust the stack."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level = inner
    return depth


def posted(request: HttpRequest, name: str, longest: int = 2000) -> str:
    """A text of a form, without what a database cannot keep."""
    return readable(request.POST.get(name, ""), longest)


def asked(request: HttpRequest, name: str, longest: int = 200) -> str:
    """A text of a query."""
    return readable(request.GET.get(name, ""), longest)


def readable(text: str, longest: int) -> str:
    """Cut, without NUL and half characters."""
    return text[:longest].replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A whole number of a query; None when it is none or too long to be an id."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
