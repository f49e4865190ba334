"""Unified social credit codes (统一社会信用代码), check digit included."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, clean_text
from genjin.lib.uscc import UsccInvalid, normalise_uscc


class Uscc:
    """18 characters, kept in capitals."""

    key = "uscc"
    operators = ("is", "is_not", "is_empty", "is_not_empty")
    slot = "t"

    def clean(self, raw: Any, options: Options) -> str | None:
        """The code; None when empty."""
        text = clean_text(str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw, 200)
        if text is None or not text.strip():
            return None
        try:
            return normalise_uscc(text)
        except UsccInvalid as error:
            raise FieldInvalid("uscc_invalid", _("This is no valid unified social credit code.")) from error

    def to_json(self, value: str) -> str:
        """As it is."""
        return value

    def custom_sql(self, key: str) -> str:
        """Text of the code."""
        return f"(t.custom ->> '{key}')"
