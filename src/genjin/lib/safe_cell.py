"""Cells that leave the house: text that a spreadsheet would run as a formula is defused, numbers stay numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from genjin.lib.text.normal import storable

# Also in full width, behind quotes, blanks and invisible marks: some programs look past those.
_RISKY = re.compile("^[\\s\"'“”‘’`\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff]*[=+\\-@\t\r\n＝＋－＠﹢﹣﹦﹫|%]")
_HARMLESS = re.compile(r"^-?\d[\d,]*(?:\.\d+)?%?$|^-+$")
_LEADING_BLANK = ("\t", "\r", "\n")
_MAX_TEXT = 32_767
_MAX_ROWS = 1_048_576
_WIDEST, _NARROWEST = 48, 8


def safe_cell(value: Any) -> Any:
    """`value` as it may stand in a sheet: text that could be a formula gets an apostrophe in front, which shows and
    which our own import takes off again. Numbers, dates and negative numbers written as text stay as they are."""
    if not isinstance(value, str):
        return value
    text = storable(value)
    if text.startswith(_LEADING_BLANK) or (_RISKY.match(text) and not _HARMLESS.match(text)):
        return f"'{text}"
    return text


def without_guard(text: str) -> str:
    """Take off the apostrophe that safe_cell put in front."""
    return text[1:] if text[:1] == "'" and safe_cell(text[1:]) == text else text


def write_csv(path: Path | str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """UTF-8 with BOM, as spreadsheets expect it; returns the number of rows written."""
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([safe_cell(name) for name in header])
        for row in rows:
            writer.writerow([_as_text(safe_cell(value)) for value in row])
            count += 1
    return count


def write_xlsx(path: Path | str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1") -> int:
    """A workbook with a fixed header row, in constant memory; returns the number of rows written."""
    workbook = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    bold = workbook.add_format({"bold": True, "bg_color": "#eef1f4"})
    formats: dict[type, Any] = {
        datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }
    count = 0
    try:
        target = _new_sheet(workbook, _sheet_name(sheet), header, bold)
        at = 1
        for row in rows:
            if at == _MAX_ROWS:
                target, at = _new_sheet(workbook, None, header, bold), 1
            for column, value in enumerate(row):
                _write(target, at, column, safe_cell(value), formats)
            at += 1
            count += 1
    finally:
        workbook.close()
    return count


def _new_sheet(workbook: Any, name: str | None, header: Sequence[str], bold: Any) -> Any:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(header):
        text = str(safe_cell(title))
        # Chinese signs are twice as wide as Latin ones.
        width = sum(2 if ord(char) > 0x2E80 else 1 for char in text) + 4
        sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        sheet.write_string(0, column, text[:_MAX_TEXT], bold)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float, Decimal)) and -1e15 < value < 1e15:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats[date])
    else:
        sheet.write_string(row, column, _as_text(value)[:_MAX_TEXT])


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return storable(str(value))


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", storable(name))[:31].strip() or "Sheet1"
