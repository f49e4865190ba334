"""Calendar dates, local to the company."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


class Date:
    """A day between 1900 and 2199."""

    key = "date"
    operators = ("is", "before", "after", "days_ago_at_least", "days_ago_at_most", "is_empty", "is_not_empty")
    slot = "d"

    def clean(self, raw: Any, options: Options) -> date | None:
        """A date or `YYYY-MM-DD`."""
        if raw is None or raw == "":
            return None
        if isinstance(raw, datetime):
            raw = raw.date()
        if isinstance(raw, str):
            try:
                raw = date.fromisoformat(raw.strip()) if len(raw) < 40 else None
            except ValueError:
                raw = None
        if not isinstance(raw, date) or not FIRST <= raw <= LAST:
            raise FieldInvalid("invalid_date", _("There is no such day. Write it as 2026-11-30."))
        return raw

    def to_json(self, value: date) -> str:
        """`YYYY-MM-DD`."""
        return value.isoformat()

    def custom_sql(self, key: str) -> str:
        """Compared as text: `YYYY-MM-DD` sorts like the day, and a cast to date is not immutable."""
        return f"(t.custom ->> '{key}')"
