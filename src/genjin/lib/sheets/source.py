"""One opened table: where it was found, its headers, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from genjin.lib.refusal import Refusal
from genjin.lib.safe_cell import without_guard

MAX_CELLS = 2_000_000

# Numbered as a person sees them in the sheet, from 1.
NumberedRow = tuple[int, list[Any]]
Recognise = Callable[[str], bool]


class SheetRefused(Refusal):
    """Codes: empty_file, unsupported_type, broken_file, encrypted, archive_bomb, too_many_cells, stray_cells,
    unknown_encoding, broken_quotes, no_such_sheet, no_rows."""

    def __init__(self, code: str, message: Any = "") -> None:
        super().__init__(message, code=code)


@dataclass(frozen=True)
class SheetSource:
    """`headers` as they stand in the sheet, empty where a column has none; a row has as many cells as there are
    headers. `encoding` and `delimiter` are those of a text file. `row_estimate` is for a progress bar."""

    sheets: list[str]
    best_sheet: str
    header_row: int
    headers: list[str]
    recognised: int
    row_estimate: int
    read: Callable[[], Iterable[NumberedRow]] = field(repr=False)
    date1904: bool = False
    encoding: str | None = None
    delimiter: str | None = None

    def rows(self) -> Iterator[NumberedRow]:
        """The rows below the header that hold anything; headers repeated on later pages are left out."""
        width = len(self.headers)
        padding = [""] * width
        first = next((at for at, header in enumerate(self.headers) if header), 0)
        for number, row in self.read():
            if number <= self.header_row:
                continue
            cells = [value if value.__class__ is not str else _plain(value) for value in row[:width]]
            if not any(value is not None and value != "" for value in cells):
                continue
            if len(cells) < width:
                cells += padding[len(cells) :]
            if cells[first] == self.headers[first] and header_texts(cells) == self.headers:
                continue
            yield number, cells

    def preview(self, n: int = 20) -> list[NumberedRow]:
        return list(islice(self.rows(), n))


def header_texts(row: Iterable[Any]) -> list[str]:
    """A row as headers: text without blanks around it."""
    return ["" if value is None else str(value).replace("\x00", "").strip() for value in row]


def _plain(text: str) -> str:
    """Without NUL, blanks around it, and the apostrophe our own error file put in front of a formula."""
    text = text.strip() if "\x00" not in text else text.replace("\x00", "").strip()
    return without_guard(text) if text[:1] == "'" else text
