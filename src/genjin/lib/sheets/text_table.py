"""Tables as text (.csv, .tsv): encoding, delimiter and header are found by trying, never by the first bytes alone."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from genjin.lib.sheets.archive import too_many_cells
from genjin.lib.sheets.header import SEARCHED_ROWS, Header, find_header
from genjin.lib.sheets.source import MAX_CELLS, NumberedRow, Recognise, SheetRefused, SheetSource

_MAX_BYTES = 300 << 20
# Longer than any note; an unclosed quote swallows the file up to here and no further.
_MAX_CELL_CHARS = 1_000_000
csv.field_size_limit(_MAX_CELL_CHARS)

_CHUNK = 1 << 20
_DELIMITERS = (",", "\t", ";", "|")
_SEP_LINE = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class _Reading:
    """One way to read the file, and what it found."""

    encoding: str
    delimiter: str
    skipped: int
    header: Header

    @property
    def merit(self) -> tuple[int, int]:
        return self.header.recognised, len(self.header.texts)


def open_text(path: Path, filename: str, *, recognise: Recognise, header_row: int | None) -> SheetSource:
    """Raises SheetRefused."""
    if path.stat().st_size > _MAX_BYTES:
        raise too_many_cells()
    try:
        reading = _reading(path, recognise, header_row)
    except csv.Error:
        raise _broken_quotes() from None
    if reading is None:
        raise SheetRefused("no_rows", _("There is no table in this file."))
    lines = _count_lines(path, reading.encoding)
    if lines * max(len(reading.header.texts), 1) > MAX_CELLS:
        _refuse_large(path, reading)
    return SheetSource(
        sheets=[filename],
        best_sheet=filename,
        header_row=reading.header.row,
        headers=reading.header.texts,
        recognised=reading.header.recognised,
        row_estimate=max(lines - reading.header.row, 0),
        read=lambda: _rows(path, reading.encoding, reading.delimiter, reading.skipped),
        encoding=reading.encoding,
        delimiter=reading.delimiter,
    )


def _reading(path: Path, recognise: Recognise, header_row: int | None) -> _Reading | None:
    """The first encoding that fits the whole file; a guess at UTF-16 counts only when it yields known headers."""
    with open(path, "rb") as file:
        head = file.read(4096)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if not _decodes(path, encoding):
                raise _unknown_encoding()
            return _by_delimiter(path, encoding, recognise, header_row)
    if b"\x00" in head:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _decodes(path, encoding):
                guess = _by_delimiter(path, encoding, recognise, header_row)
                if guess is not None and guess.header.recognised:
                    return guess
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return _by_delimiter(path, encoding, recognise, header_row)
    raise _unknown_encoding()


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open(path, "rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _by_delimiter(path: Path, encoding: str, recognise: Recognise, header_row: int | None) -> _Reading | None:
    with open(path, encoding=encoding, newline="") as file:
        declared = _SEP_LINE.match(file.readline(64))
    skipped = 1 if declared else 0
    top = SEARCHED_ROWS if header_row is None else header_row
    readings = []
    for delimiter in (declared[1],) if declared else _DELIMITERS:
        rows = list(islice(_rows(path, encoding, delimiter, skipped), top))
        header = find_header(rows, recognise, header_row)
        if header is not None:
            readings.append(_Reading(encoding, delimiter, skipped, header))
    return max(readings, key=lambda reading: reading.merit, default=None)


def _rows(path: Path, encoding: str, delimiter: str, skipped: int) -> Iterator[NumberedRow]:
    """Records with the number a spreadsheet shows for them: one each, however many lines it spans, blank ones too."""
    with open(path, encoding=encoding, newline="") as file:
        for _line in range(skipped):
            file.readline()
        reader = csv.reader(_without_nul(file), delimiter=delimiter)
        number = skipped
        try:
            for row in reader:
                number += 1
                yield number, row
        except csv.Error:
            raise _broken_quotes(number + 1) from None


def _without_nul(file: TextIO) -> Iterable[str]:
    return (line.replace("\x00", "") if "\x00" in line else line for line in file)


def _count_lines(path: Path, encoding: str) -> int:
    """Upper bound of the records; also right for UTF-16, whose line ends hold the same byte."""
    with open(path, "rb") as file:
        feeds = returns = 0
        while chunk := file.read(_CHUNK):
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
    return max(feeds, returns) + 1


def _refuse_large(path: Path, reading: _Reading) -> None:
    cells = 0
    for _number, row in _rows(path, reading.encoding, reading.delimiter, reading.skipped):
        cells += sum(map(bool, row))
        if cells > MAX_CELLS:
            raise too_many_cells()


def _broken_quotes(row: int | None = None) -> SheetRefused:
    where = {"row": row if row is not None else "?"}
    return SheetRefused("broken_quotes", _("A quotation mark is not closed near row %(row)s.") % where)


def _unknown_encoding() -> SheetRefused:
    return SheetRefused(
        "unknown_encoding", _("The characters of this file cannot be read. Save it as .xlsx or as CSV UTF-8.")
    )
