"""Dates as spreadsheets hold them and people type them; words for a due date come from due_words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from genjin.lib.due_words import DueProposal, due_in_words, pick_due
from genjin.lib.numerals import chinese_numerals_to_digits
from genjin.lib.refusal import Refusal
from genjin.lib.text.normal import seen

__all__ = ["DateImpossible", "DueProposal", "due_in_words", "parse_date", "parse_datetime", "pick_due"]


class DateImpossible(Refusal):
    """No such day, or nothing that can be read as one."""

    code = "date_impossible"


# Spreadsheet day 25569 is 1970-01-01; smaller numbers are counts, not dates.
_FIRST_SERIAL, _LAST_SERIAL = 25_569, 2_958_465
_EPOCH_1900, _DAYS_TO_1904 = datetime(1899, 12, 30), 1_462  # noqa: DTZ001 (cells have no zone)

_SEP = r"\s*[年./\-]\s*"
_CLOCK = (
    r"(?:(?P<half>上午|下午|晚上|早上|凌晨|中午|am|pm)\s*)?(?P<hour>\d{1,2})\s*(?:[:时点]\s*(?P<minute>\d{1,2})?\s*分?)"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:[.,]\d{1,9})?\s*秒?)?\s*(?P<half2>am|pm)?"
)
_ZONE = r"(?P<zone>z|utc|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_WEEKDAY = r"(?:[\s,(]*(?:周|星期|礼拜)[一二三四五六日天\d][\s,)]*)?"
_TAIL = rf"\s*{_WEEKDAY}(?:[t\s,]*{_CLOCK}\s*{_ZONE})?\s*$"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"

_PATTERNS = tuple(
    re.compile("^" + pattern + _TAIL)
    for pattern in (
        rf"(?P<year>\d{{4}}){_SEP}(?P<month>\d{{1,2}})\s*[月./\-]\s*(?P<day>\d{{1,2}})(?!\d)\s*[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
        r"(?P<short>\d{2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<first>\d{1,2})[./\-](?P<second_part>\d{1,2})[./\-](?P<year>\d{4})(?!\d)",
        rf"{_MONTH_NAME}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year>\d{{4}})(?!\d)",
        rf"(?P<day>\d{{1,2}})[\s\-]*{_MONTH_NAME}[\s\-,]*(?P<year>\d{{4}})(?!\d)",
    )
)
_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?$")
_NUMBER = re.compile(r"^\d{5}(?:\.\d+)?$|^\d{8}\.0+$")


@dataclass(frozen=True)
class _Read:
    """What a text says: `year` is None for 3月5日, `clock` for a bare day."""

    year: int | None
    month: int
    day: int
    clock: time | None = None
    zone: tzinfo | None = None
    next_day: bool = False


def parse_date(raw: object, *, today: date, date1904: bool = False) -> date:
    """The day a cell means; a day without a year is the last such day up to `today`. Raises DateImpossible."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw, date1904).date()
    if not isinstance(raw, str):
        raise _unreadable()
    if serial := _number_in(raw):
        return _from_number(serial, date1904).date()
    read = _read(raw)
    return _later(_day(read, today), read)


def parse_datetime(raw: object, *, tz: tzinfo, today: date | None = None, date1904: bool = False) -> datetime:
    """The moment a cell means, aware; a time without a zone is one in `tz`, a bare day its midnight."""
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=tz)
    if isinstance(raw, date):
        return datetime.combine(raw, time.min, tzinfo=tz)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw, date1904).replace(tzinfo=tz)
    if not isinstance(raw, str):
        raise _unreadable()
    if serial := _number_in(raw):
        return _from_number(serial, date1904).replace(tzinfo=tz)
    read = _read(raw)
    return datetime.combine(_later(_day(read, today), read), read.clock or time.min, tzinfo=read.zone or tz)


def _number_in(raw: str) -> float | None:
    text = raw.strip()
    return float(text) if _NUMBER.match(text) and text.isascii() else None


def _from_number(value: float, date1904: bool) -> datetime:
    if value != value or value in (float("inf"), float("-inf")):
        raise _unreadable()
    days = value + (_DAYS_TO_1904 if date1904 else 0)
    if _FIRST_SERIAL <= days < _LAST_SERIAL + 1:
        # Serial fractions are binary: 14:30 arrives as 14:29:59.9999.
        return _EPOCH_1900 + timedelta(seconds=round(days * 86_400))
    if float(value).is_integer() and 19_000_101 <= value <= 99_991_231:
        read = _read(str(int(value)))
        return datetime.combine(_day(read, None), time.min)
    raise _unreadable()


def _day(read: _Read, today: date | None) -> date:
    try:
        if read.year is not None:
            return date(read.year, read.month, read.day)
        if today is None:
            raise _unreadable()
        # 29 February may be up to eight years back.
        for year in range(today.year, today.year - 9, -1):
            try:
                day = date(year, read.month, read.day)
            except ValueError:
                if (read.month, read.day) != (2, 29):
                    raise
                continue
            if day <= today:
                return day
    except Refusal:
        raise
    except (ValueError, OverflowError):
        raise _no_such_day() from None
    raise _no_such_day()


def _later(day: date, read: _Read) -> date:
    try:
        return day + timedelta(days=read.next_day)
    except OverflowError:
        raise _no_such_day() from None


@lru_cache(maxsize=16_384)
def _read(raw: str) -> _Read:
    """Find the pattern that fits; the same few thousand days fill most files, hence the cache."""
    if len(raw) > 80:
        raise _unreadable()
    text = chinese_numerals_to_digits(seen(raw).strip().strip("'\"")).lower()
    if stamp := _STAMP.match(text):
        numbers = [int(part or 0) for part in stamp.groups()]
        return _Read(numbers[0], numbers[1], numbers[2], _clock(*numbers[3:]))
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            return _from_match(match.groupdict())
    raise _unreadable()


def _from_match(found: dict[str, str | None]) -> _Read:
    month, day = found.get("month"), found.get("day")
    if found.get("first"):
        month, day = _month_and_day(int(found["first"] or 0), int(found["second_part"] or 0))
    elif found.get("name"):
        month = str(_MONTHS.index(found["name"] or "") + 1)
    year = found.get("year") or (found.get("short") and f"20{found['short']}")
    clock, next_day = _clock_of(found)
    return _Read(int(year) if year else None, int(month or 0), int(day or 0), clock, _zone(found.get("zone")), next_day)


def _month_and_day(first: int, second: int) -> tuple[str, str]:
    """3/25/2024 and 25/3/2024 are plain, 3/5/2024 is anybody's guess and refused."""
    if first != second and first <= 12 and second <= 12:
        raise DateImpossible(_("Month and day cannot be told apart here. Write the year first: 2024-03-05."))
    return (str(first), str(second)) if first <= 12 else (str(second), str(first))


def _clock_of(found: dict[str, str | None]) -> tuple[time | None, bool]:
    if found.get("hour") is None:
        return None, False
    hour, minute, second = (int(found.get(part) or 0) for part in ("hour", "minute", "second"))
    half = found.get("half") or found.get("half2")
    if half in ("下午", "晚上", "pm", "中午") and hour < 12 and not (half == "中午" and hour >= 10):
        hour += 12
    elif half in ("上午", "凌晨", "am") and hour == 12:
        hour = 0
    if (hour, minute, second) == (24, 0, 0):
        return time.min, True
    return _clock(hour, minute, second), False


def _clock(hour: int, minute: int, second: int) -> time:
    try:
        return time(hour, minute, second)
    except ValueError:
        raise DateImpossible(_("There is no such time of day.")) from None


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("z", "utc"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(days=1):
        raise _unreadable()
    return timezone(-offset if text[0] == "-" else offset)


def _no_such_day() -> DateImpossible:
    return DateImpossible(_("There is no such day in the calendar."))


def _unreadable() -> DateImpossible:
    return DateImpossible(_("This cannot be read as a date. Write it as 2024-03-05."))
