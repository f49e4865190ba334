"""Moments: stored in UTC, read in the company's time zone when no offset is given."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.jobs import clock
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options


class DateTimeType:
    """ISO 8601; a date alone is its first moment."""

    key = "datetime"
    operators = ("is", "before", "after", "days_ago_at_least", "days_ago_at_most", "is_empty", "is_not_empty")
    slot = "d"

    def clean(self, raw: Any, options: Options) -> datetime | None:
        """An aware datetime between 1900 and 2199."""
        if raw is None or raw == "":
            return None
        if isinstance(raw, str):
            try:
                raw = datetime.fromisoformat(raw.strip()) if len(raw) < 60 else None
            except ValueError:
                raw = None
        if isinstance(raw, date) and not isinstance(raw, datetime):
            raw = datetime.combine(raw, time.min)
        if not isinstance(raw, datetime) or not 1900 <= raw.year <= 2199:
            raise FieldInvalid("invalid_date", _("There is no such time. Write it as 2026-11-30T09:30:00+08:00."))
        # In UTC: PostgreSQL refuses offsets of odd minutes and seconds that ISO 8601 allows.
        return (raw if raw.tzinfo else raw.replace(tzinfo=clock.zone())).astimezone(UTC)

    def to_json(self, value: datetime) -> str:
        """ISO 8601 in the company's time zone."""
        return value.astimezone(clock.zone()).isoformat()

    def custom_sql(self, key: str) -> str:
        """Text; not offered for added fields yet."""
        return f"(t.custom ->> '{key}')"
