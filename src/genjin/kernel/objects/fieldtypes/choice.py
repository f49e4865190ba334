"""One of a set of options."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, clean_text


class Choice:
    """Kept as the option's key; a label is taken too, as people and files write labels."""

    key = "choice"
    operators = ("is", "is_not", "in", "is_empty", "is_not_empty")
    slot = "t"

    def clean(self, raw: Any, options: Options) -> str | None:
        """The key of an option, by key or label."""
        text = clean_text(raw, 200)
        if text is None or not (text := text.strip()):
            return None
        if text in options.choices:
            return text
        for key, label in options.choices.items():
            if str(label) == text:
                return key
        labels = "、".join(str(label) for label in options.choices.values())
        raise FieldInvalid("invalid_choice", _("Choose one of: %(labels)s.") % {"labels": labels})

    def to_json(self, value: str) -> str:
        """The key."""
        return value

    def custom_sql(self, key: str) -> str:
        """Text of the key."""
        return f"(t.custom ->> '{key}')"
