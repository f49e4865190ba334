"""Query parameters: declared once, read and refused by that declaration, shown in OpenAPI from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from genjin.api.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, clean_text
from genjin.kernel.objects.fieldtypes.date import Date
from genjin.kernel.records.clean import parse_id

_NO_OPTIONS = Options({}, 0, date.min)
#: What an id that can be none becomes: it is well formed for nobody, so nothing is found.
NO_RECORD = -1


@dataclass(frozen=True)
class Parameter:
    """One query parameter: how its text becomes a value (raising FieldInvalid), and its JSON schema."""

    name: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    description: str = ""
    required: bool = False


def _text(raw: str) -> str:
    return clean_text(raw, 200) or ""


def _id(raw: str) -> int:
    number = parse_id(raw)
    return NO_RECORD if number is None else number


def _yes_no(raw: str) -> bool:
    if raw not in ("0", "1", "true", "false"):
        raise FieldInvalid("invalid_choice", _("Choose one of: %(labels)s.") % {"labels": "1、0"})
    return raw in ("1", "true")


def _count(raw: str, most: int) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6 and 1 <= int(raw) <= most):
        raise FieldInvalid("out_of_range", _("A number from 1 to %(max)s.") % {"max": most})
    return int(raw)


def text(name: str, description: str = "") -> Parameter:
    """Free text."""
    return Parameter(name, _text, {"type": "string", "maxLength": 200}, description)


def record(name: str, description: str = "") -> Parameter:
    """The id of a record; one that is not there or not yours finds nothing."""
    return Parameter(name, _id, {"type": "string"}, description)


def day(name: str, description: str = "") -> Parameter:
    """A local date."""
    return Parameter(
        name, lambda raw: Date().clean(raw, _NO_OPTIONS), {"type": "string", "format": "date"}, description
    )


def yes_no(name: str, description: str = "") -> Parameter:
    """1 or 0."""
    return Parameter(name, _yes_no, {"type": "string", "enum": ["1", "0", "true", "false"]}, description)


def up_to(name: str, most: int, description: str = "") -> Parameter:
    """A count from 1 to `most`."""
    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Parameter(name, lambda raw: _count(raw, most), schema, description)


def one_of(name: str, keys: tuple[str, ...], description: str = "", *, required: bool = False) -> Parameter:
    """One of a few words."""

    def read(raw: str) -> str:
        if raw not in keys:
            raise FieldInvalid("invalid_choice", _("Choose one of: %(labels)s.") % {"labels": "、".join(keys)})
        return raw

    return Parameter(name, read, {"type": "string", "enum": list(keys)}, description, required)


LIMIT = Parameter(
    "limit",
    lambda raw: _count(raw, MAX_LIMIT),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "Items a page.",
)
CURSOR = Parameter(
    "cursor", lambda raw: raw, {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"}, "`next` of the page before."
)
PAGING = (LIMIT, CURSOR)


def read(request: HttpRequest, declared: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values given, by name; empty texts count as not given. Raises Refused naming every wrong or unknown one."""
    known = {parameter.name: parameter for parameter in declared}
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name in request.GET:
        raw = request.GET[name]
        if name not in known:
            errors.append(FieldError(name[:80], "unknown_field", _("There is no such parameter.")))
            continue
        try:
            value = known[name].read(raw) if raw != "" else None
        except FieldInvalid as error:
            errors.append(FieldError(name, error.code, str(error.message)))
            continue
        if value is not None:
            values[name] = value
    for name, parameter in known.items():
        if parameter.required and name not in values and not any(e.field == name for e in errors):
            errors.append(FieldError(name, f"{name}_required", _("This is needed.")))
    if errors:
        raise Refused(errors=errors)
    return values


def described(declared: tuple[Parameter, ...]) -> list[dict[str, Any]]:
    """The same for OpenAPI."""
    return [
        {
            "in": "query",
            "name": p.name,
            "required": p.required,
            "schema": dict(p.schema),
            **({"description": p.description} if p.description else {}),
        }
        for p in declared
    ]
