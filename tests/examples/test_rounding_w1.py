"""Worked example W1 of facts/measures.md: exact fractions, rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.rounding import percent, round_half_up


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (1, 16, "6.3"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (118, 287, "41.1"),
        (117, 287, "40.8"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
    ],
)
def test_w1_shares_are_rounded_half_up(numerator: int, denominator: int, shown: str) -> None:
    assert str(percent(numerator, denominator)) == shown


def test_no_denominator_is_no_figure() -> None:
    assert percent(0, 0) is None


def test_novel_characters_of_w3_are_shown_with_two_places() -> None:
    assert round_half_up(Fraction(44, 9), 2) == Decimal("4.89")


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_decimals_round_as_the_decimal_module_does(thousandths: int, places: int) -> None:
    exact = Decimal(thousandths).scaleb(-7)
    assert round_half_up(Fraction(thousandths, 10**7), places) == exact.quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
