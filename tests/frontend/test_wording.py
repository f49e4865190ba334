"""How the house writes days, clocks and shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from genjin.web.shell import wording
from genjin.web.templatetags.look import surname, thousands

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _in_english_and_2026(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, so that the words do not depend on compiled translations."""
    monkeypatch.setattr(wording, "this_year", lambda: 2026)
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("due", "words", "state"),
    [
        (NOW + timedelta(minutes=38), "0:38 left", "soon"),
        (NOW + timedelta(hours=12), "12:00 left", "soon"),
        (NOW + timedelta(hours=13), "today 23:00", ""),
        (NOW + timedelta(hours=32), "tomorrow 18:00", ""),
        (NOW + timedelta(days=8), "2 Dec", ""),
        (NOW - timedelta(seconds=20), "1 min over", "late"),
        (NOW - timedelta(minutes=59), "59 min over", "late"),
        (NOW - timedelta(hours=23, minutes=5), "23:05 over", "late"),
        (NOW - timedelta(days=2, hours=3), "2 d over", "late"),
    ],
)
def test_a_clock_says_what_is_left_or_how_much_is_over(due: datetime, words: str, state: str) -> None:
    assert wording.clock_words(due, NOW) == words
    assert wording.clock_state(due, NOW) == state


def test_a_moment_is_written_in_the_companys_zone() -> None:
    assert wording.moment_words(datetime(2026, 11, 23, 16, 5, tzinfo=UTC)) == "24 Nov 00:05"
    assert wording.day_week_words(datetime(2026, 11, 23, 16, 5, tzinfo=UTC)) == "Tue 24 Nov"


def test_another_years_date_carries_its_year() -> None:
    assert wording.day_words(date(2025, 12, 31)) == "31 Dec 2025"


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (Fraction(1, 8), 0, "13%"),
        (Fraction(3, 8), 0, "38%"),
        (Fraction(1, 3), 1, "33.3%"),
        (Decimal("0.205"), 0, "21%"),
        (0.285, 0, "29%"),
        (Fraction(0), 0, "0%"),
        (None, 0, "—"),
    ],
)
def test_a_share_is_rounded_half_up_from_the_exact_fraction(value: Fraction | None, places: int, words: str) -> None:
    assert wording.percent_words(value, places) == words


def test_faces_and_counts() -> None:
    assert (surname("王磊"), surname("ann"), surname(""), surname(None)) == ("王", "A", "?", "?")
    assert (thousands(12000), thousands(None)) == ("12,000", "—")
