"""Numbers, exact."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options

LARGEST = Decimal(10) ** 15


class Number:
    """A decimal of at most 15 digits before and 6 after the point."""

    key = "number"
    operators = ("is", "is_not", "more", "less", "at_least", "at_most", "is_empty", "is_not_empty")
    slot = "n"

    def clean(self, raw: Any, options: Options) -> Decimal | None:
        """Int, float or text with a decimal point; commas between thousands are taken out."""
        if raw is None or raw == "":
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
            raise FieldInvalid("wrong_type", _("This must be a number."))
        if isinstance(raw, str) and len(raw) > 40:
            raise FieldInvalid("not_a_number", _("This must be a number."))
        try:
            value = Decimal(str(raw).replace(",", "").replace("，", "").strip())
        except InvalidOperation as error:
            raise FieldInvalid("not_a_number", _("This must be a number.")) from error
        if not value.is_finite() or abs(value) >= LARGEST:
            raise FieldInvalid("out_of_range", _("This number is too large."))
        return value.quantize(Decimal("0.000001")).normalize() + 0

    def to_json(self, value: Decimal) -> int | float:
        """A JSON number."""
        return int(value) if value == value.to_integral_value() else float(value)

    def custom_sql(self, key: str) -> str:
        """A numeric, or null where the JSON is no number (dirty values never fail a query)."""
        return f"(case when jsonb_typeof(t.custom -> '{key}') = 'number' then (t.custom ->> '{key}')::numeric end)"
