"""Text of one line or more."""

from __future__ import annotations

from typing import Any

from genjin.kernel.objects.fieldtypes.base import Options, clean_text


class Text:
    """Kept as written, without spaces at its ends; empty is no value."""

    key = "text"
    operators = ("is", "is_not", "contains", "is_empty", "is_not_empty", "in")
    slot = "t"

    def clean(self, raw: Any, options: Options) -> str | None:
        """Text, at most `max_length` characters."""
        text = clean_text(raw, options.max_length)
        return text.strip() or None if text is not None else None

    def to_json(self, value: str) -> str:
        """As it is."""
        return value

    def custom_sql(self, key: str) -> str:
        """Text of the JSON value."""
        return f"(t.custom ->> '{key}')"
