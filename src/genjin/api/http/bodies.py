"""Reads a JSON body: its type, size, encoding and depth are refused here, its fields by those who know them."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from genjin.api.http.errors import LengthRequired, NotJson, TooDeep, TooLarge, WrongMediaType
from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, clean_text

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20


def json_object(request: HttpRequest, *, optional: bool = False) -> dict[str, Any]:
    """The body as an object. With `optional` an empty body is an empty object.

    Raises TooLarge, WrongMediaType, NotJson, TooDeep, Refused when it is JSON but no object.
    """
    length = sent_length(request)
    if length > MAX_BYTES:
        raise TooLarge
    if length == 0:
        if optional:
            return {}
        raise NotJson
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != "application/json" or charset.lower() != "utf-8":
        raise WrongMediaType
    try:
        found = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise (TooDeep if "depth" in str(error) else NotJson) from None
    if _is_deeper(found, MAX_DEPTH):
        raise TooDeep
    if not isinstance(found, dict):
        raise Refused(errors=[FieldError("", "wrong_type", _("The body must be an object."))])
    return found


def sent_length(request: HttpRequest) -> int:
    """Bytes of the body. Raises LengthRequired for one sent in chunks, which WSGI does not hand on."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise LengthRequired
    return int(length or 0)


def _is_deeper(value: Any, most: int) -> bool:
    """Whether containers are nested more than `most` levels; walks level by level, without recursion."""
    level = [value]
    for _depth in range(most + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def only(body: dict[str, Any], *known: str) -> None:
    """Raises Refused naming every field that is not known."""
    unknown = [FieldError(key[:80], "unknown_field", _("There is no such field.")) for key in body if key not in known]
    if unknown:
        raise Refused(errors=unknown)


def said(body: dict[str, Any], key: str, longest: int) -> str:
    """A text of the body, trimmed; empty when it is not there. Raises Refused."""
    try:
        return (clean_text(body.get(key), longest) or "").strip()
    except FieldInvalid as error:
        raise Refused(errors=[FieldError(key, error.code, str(error.message))]) from None
