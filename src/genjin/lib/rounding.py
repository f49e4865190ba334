"""Figures as they are shown: rounded half up from the exact fraction, once (facts/measures.md §0.5)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Fraction | int, places: int) -> Decimal:
    """`value` with `places` decimals; halves go away from zero: 6.25 → 6.3. Never by way of a float."""
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def percent(numerator: int, denominator: int, places: int = 1) -> Decimal | None:
    """Share in percent; None where there is nothing to divide by, which is shown as “—”."""
    return round_half_up(Fraction(100 * numerator, denominator), places) if denominator else None
