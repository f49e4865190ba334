"""Where the table begins: the header row below titles and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genjin.lib.sheets.source import NumberedRow, Recognise, header_texts

SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Header:
    row: int
    texts: list[str]
    recognised: int


def find_header(rows: list[NumberedRow], recognise: Recognise, only_row: int | None = None) -> Header | None:
    """The row with most recognised headers, the first among equals; without any, the first of the fullest text rows.

    A header of two rows (merged cells) counts as its lower row, with the upper one where the lower is blank.
    """
    best: Header | None = None
    fullest: Header | None = None
    above: list[str] = []
    for number, cells in rows[:SEARCHED_ROWS] if only_row is None else rows:
        texts = header_texts(cells)
        if only_row is None or number == only_row:
            own = Header(number, _trimmed(texts), sum(map(recognise, filter(None, texts))))
            if only_row is not None:
                return own
            if best is None or own.recognised > best.recognised:
                best = own
            joined = _joined(above, texts, own, recognise)
            if joined is not None and (joined.recognised > best.recognised or _says_more(joined, best)):
                best = joined
            if _text_cells(cells) > (_text_cells(fullest.texts) if fullest else 1):
                fullest = own
        above = texts
    if best is not None and best.recognised:
        return best
    return fullest or _first_filled(rows)


def _joined(above: list[str], texts: list[str], own: Header, recognise: Recognise) -> Header | None:
    """Two rows as one: a group's word (客户｜联系人, merged over its columns) goes in front where that says more."""
    filled = [text for text in texts if text]
    if sum(map(bool, above)) < 2 or not filled:
        return None
    width = max(len(above), len(texts))
    upper, lower = above + [""] * (width - len(above)), texts + [""] * (width - len(texts))
    both: list[str] = []
    group = ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        whole = group + low if low and group != low else ""
        both.append(whole if whole and recognise(whole) else low or up)
    joined = Header(own.row, _trimmed(both), sum(map(recognise, filter(None, both))))
    # A row of values below a header is no second header row: most of it must be words we know.
    return joined if joined.recognised * 2 >= len(filled) and own.recognised else None


def _says_more(joined: Header, best: Header) -> bool:
    """The same row with as many known words, some of them longer: 联系人手机 is not the customer's 手机."""
    return joined.row == best.row and joined.recognised == best.recognised and joined.texts != best.texts


def _first_filled(rows: list[NumberedRow]) -> Header | None:
    for number, cells in rows:
        texts = header_texts(cells)
        if any(texts):
            return Header(number, _trimmed(texts), 0)
    return None


def _trimmed(texts: list[str]) -> list[str]:
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]


def _text_cells(cells: list[Any] | list[str]) -> int:
    return sum(1 for value in cells if isinstance(value, str) and value.strip() and not value.strip().isdigit())
