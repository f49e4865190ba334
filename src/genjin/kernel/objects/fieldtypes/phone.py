"""Telephone numbers, kept as E.164 with the extension apart."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options
from genjin.lib.phones import Phone, PhoneDigitsLost, PhoneInvalid, parse_phone


class PhoneType:
    """Any usual way of writing a number; what cannot be one is refused in words."""

    key = "phone"
    operators = ("is", "is_not", "contains", "is_empty", "is_not_empty")
    slot = "t"

    def clean(self, raw: Any, options: Options) -> Phone | None:
        """The number; None when empty."""
        if raw is None or raw == "":
            return None
        if isinstance(raw, bool) or not isinstance(raw, str | int | float) or len(str(raw)) > 200:
            raise FieldInvalid("phone_invalid", _("This is no telephone number."))
        try:
            return parse_phone(raw)
        except PhoneDigitsLost as error:
            raise FieldInvalid(
                "phone_digits_lost", _("The sheet has lost digits of this number. Type it again as text.")
            ) from error
        except PhoneInvalid as error:
            raise FieldInvalid("phone_invalid", _("This is no telephone number.")) from error

    def to_json(self, value: Phone) -> str:
        """E.164, the extension behind a comma."""
        return f"{value.e164},{value.ext}" if value.ext else value.e164

    def custom_sql(self, key: str) -> str:
        """Text of the number."""
        return f"(t.custom ->> '{key}')"
