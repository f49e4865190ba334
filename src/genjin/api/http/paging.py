"""Pages of lists: a cursor names the last row seen, signed, so that a page stays right while rows are added."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from genjin.kernel.access.page import After
from genjin.kernel.errors import FieldError, Refused

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_SEAL_BYTES = 9

Row = dict[str, Any]


@dataclass(frozen=True)
class Paging:
    """A list's name (a cursor fits no other), how many items, and what the cursor of the page before told."""

    name: str
    limit: int = DEFAULT_LIMIT
    told: tuple[Any, ...] = ()

    @property
    def fetch(self) -> int:
        """Rows to read: one more than shown, to know whether there are more."""
        return self.limit + 1

    @property
    def after(self) -> After | None:
        """The row after which to go on, for lists of rows."""
        if not self.told:
            return None
        value, row_id = self.told
        return After(datetime.fromisoformat(value) if isinstance(value, str) else value, row_id)


def paging(name: str, values: Mapping[str, Any]) -> Paging:
    """Of a request's parameters `limit` and `cursor`. Raises Refused for a cursor that we have not given out."""
    told = tuple(_open(name, values["cursor"])) if "cursor" in values else ()
    return Paging(name, values.get("limit", DEFAULT_LIMIT), told)


def cut(paging: Paging, rows: Sequence[Row], sorted_by: str = "id") -> tuple[Sequence[Row], str | None]:
    """The rows to show and the cursor of the next page, None when these are the last."""
    if len(rows) <= paging.limit:
        return rows, None
    shown = rows[: paging.limit]
    last = shown[-1]
    value = None if sorted_by == "id" else last[sorted_by]
    return shown, seal(paging.name, value.isoformat() if isinstance(value, datetime) else value, last["id"])


def seal(name: str, *told: Any) -> str:
    """A cursor of list `name` that tells these JSON values to its next page."""
    text = orjson.dumps(told)
    return base64.urlsafe_b64encode(_signature(name, text) + text).rstrip(b"=").decode()


def _open(name: str, cursor: str) -> list[Any]:
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        signature, text = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if not hmac.compare_digest(signature, _signature(name, text)):
            raise ValueError
        return orjson.loads(text)
    except (ValueError, binascii.Error):
        raise Refused(errors=[FieldError("cursor", "invalid_cursor", _("Pass `next` of the page before."))]) from None


def _signature(name: str, text: bytes) -> bytes:
    return salted_hmac(f"genjin.api.cursor.{name}", text, algorithm="sha256").digest()[:_SEAL_BYTES]
