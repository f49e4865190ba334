"""Cells to canonical texts: equal values give equal texts whatever kind of file they came in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from genjin.kernel.imports.errors import CellRefused
from genjin.kernel.imports.importer import ImportField
from genjin.kernel.jobs import clock
from genjin.lib.dates import DateImpossible, parse_date, parse_datetime
from genjin.lib.phones import PhoneDigitsLost, PhoneInvalid, parse_phone
from genjin.lib.text.normal import nfkc, seen, storable
from genjin.lib.uscc import UsccInvalid, normalise_uscc

#: From a cell that is not blank to its text; None when it says nothing after all. Raises CellRefused.
CellReader = Callable[[Any], str | None]

#: What people write where nothing is known; texts keep it.
_NOTHING = frozenset(
    {"-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "没有", "n/a", "na", "null", "none", "nil", "#n/a", "待补充"}
)
_MONEY_SIGNS = re.compile(r"[¥￥$,，\s]|rmb|cny|人民币|元|圆", re.IGNORECASE)
_UNITS = (("万", 10_000), ("亿", 100_000_000))
_LARGEST = Decimal(10) ** 14
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_AHEAD = timedelta(minutes=5)


def reader_of(
    field: ImportField, header: str, *, now: datetime, date1904: bool, owner: Callable[[str], str]
) -> CellReader:
    """The reader for cells of a field; a header such as 金额(万元) says in what its numbers are."""
    match field.kind:
        case "phone":
            return _unless_nothing(_phone)
        case "uscc":
            return _unless_nothing(_uscc)
        case "choice":
            return _unless_nothing(_choice(field))
        case "number":
            return _unless_nothing(_number(_unit(header)))
        case "datetime":
            return _unless_nothing(_moment(field, now, date1904))
        case "date":
            return _unless_nothing(_day(clock.local_day(now), date1904))
        case "person":
            return _unless_nothing(lambda cell: owner(cell_text(cell)))
        case _ if field.required and field.max_length <= 200:
            return _unless_nothing(_text(field.max_length))  # a name of 无 or / is no name
        case _:
            return _text(field.max_length)


def cell_text(cell: Any) -> str:
    """A cell as a person sees it."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _unless_nothing(read: CellReader) -> CellReader:
    def reading(cell: Any) -> str | None:
        if cell.__class__ is str and len(cell) < 5 and cell.casefold() in _NOTHING:
            return None
        return read(cell)

    return reading


def _text(max_length: int) -> CellReader:
    def read(cell: Any) -> str | None:
        text: str = cell if cell.__class__ is str else cell_text(cell)
        if not text.isprintable():
            text = storable(text).strip()
        if len(text) > max_length:
            raise CellRefused("too_long", _("At most %(max)s characters.") % {"max": max_length})
        return text or None

    return read


def _phone(cell: Any) -> str:
    try:
        phone = parse_phone(cell if len(str(cell)) <= 200 else None)
    except PhoneDigitsLost as error:
        raise CellRefused("phone_digits_lost", str(error)) from None
    except PhoneInvalid as error:
        raise CellRefused("phone_invalid", str(error)) from None
    return f"{phone.e164},{phone.ext[:10]}" if phone.ext else phone.e164


def _uscc(cell: Any) -> str:
    try:
        return normalise_uscc(cell if isinstance(cell, str) and len(cell) <= 200 else None)
    except UsccInvalid as error:
        raise CellRefused("uscc_invalid", str(error)) from None


def _choice(field: ImportField) -> CellReader:
    words: dict[str, str] = {_plain(word): key for word, key in field.said_as}
    for language in ("en", "zh-hans"):
        with override(language):
            words |= {_plain(str(label)): key for key, label in field.choices}
    words |= {_plain(key): key for key, _label in field.choices}

    def read(cell: Any) -> str:
        word = _plain(cell_text(cell))
        # A类, B级, C级客户 are A, B and C.
        for ending in ("", "客户", "类", "级", "类客户", "级客户"):
            key = words.get(word.removesuffix(ending))
            if key is not None:
                return key
        labels = " / ".join(str(label) for _key, label in field.choices)
        raise CellRefused("invalid_choice", _("Choose one of: %(labels)s.") % {"labels": labels})

    return read


def _unit(header: str) -> int:
    return next((factor for sign, factor in _UNITS if f"{sign}元" in header or f"({sign})" in nfkc(header)), 1)


def _number(unit: int) -> CellReader:
    def read(cell: Any) -> str:
        text = _MONEY_SIGNS.sub("", nfkc(cell_text(cell))[:60])
        times = unit
        for sign, factor in _UNITS:
            if text.endswith(sign):
                text, times = text.removesuffix(sign), factor
        try:
            value = Decimal(text) * times
        except InvalidOperation:
            raise CellRefused("not_a_number", _("This must be a number.")) from None
        if not value.is_finite() or abs(value) >= _LARGEST:
            raise CellRefused("out_of_range", _("This number is too large."))
        return f"{round(value, 6).normalize() + 0:f}"

    return read


def _moment(field: ImportField, now: datetime, date1904: bool) -> CellReader:
    zone, today = clock.zone(), clock.local_day(now)
    latest = now + _AHEAD

    def read(cell: Any) -> str:
        try:
            moment = parse_datetime(cell, tz=zone, today=today, date1904=date1904)
        except DateImpossible as error:
            raise CellRefused("date_impossible", str(error)) from None
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise CellRefused("date_impossible", _("There is no such day in the calendar."))
        if field.tense == "past" and moment > latest:
            code = "occurred_in_future" if field.short == "occurred_at" else "date_impossible"
            raise CellRefused(code, _("This lies in the future."))
        return moment.isoformat()

    return read


def _day(today: date, date1904: bool) -> CellReader:
    def read(cell: Any) -> str:
        try:
            day = parse_date(cell, today=today, date1904=date1904)
        except DateImpossible as error:
            raise CellRefused("date_impossible", str(error)) from None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise CellRefused("date_impossible", _("There is no such day in the calendar."))
        return day.isoformat()

    return read


def _plain(text: str) -> str:
    return "".join(seen(text).casefold().split())
