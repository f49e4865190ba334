"""Renders answers: orjson, the version as ETag, times in the company's time zone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse

from genjin.kernel.jobs import clock

CONTENT_TYPE = "application/json"


def answer(body: Any, status: int = 200) -> HttpResponse:
    """A JSON answer; a record's version becomes its ETag. It is nobody's to keep but the caller's."""
    response = HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-cache"
    if isinstance(body, dict) and isinstance(version := body.get("version"), int):
        response["ETag"] = f'"{version}"'
    return response


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the company's offset."""
    return None if value is None else value.astimezone(clock.zone()).isoformat()


def day(value: Any) -> str | None:
    """YYYY-MM-DD."""
    return None if value is None else value.isoformat()


def text_id(value: int | None) -> str | None:
    """An id as it travels."""
    return None if value is None else str(value)


def number(value: Decimal | None) -> int | float | None:
    """A JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def loaded(value: Any) -> Any:
    """A jsonb column: Django's connection hands it over as text."""
    return orjson.loads(value) if isinstance(value, str | bytes) else value
