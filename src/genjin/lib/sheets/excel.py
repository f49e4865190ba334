"""Excel workbooks by calamine: each sheet looked at, the one that holds the table kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from genjin.lib.sheets import archive
from genjin.lib.sheets.header import SEARCHED_ROWS, Header, find_header
from genjin.lib.sheets.source import MAX_CELLS, NumberedRow, Recognise, SheetRefused, SheetSource

_MAX_SHEETS = 50
_MAX_XLS_BYTES = 100 << 20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_excel(
    path: Path, *, is_xlsx: bool, recognise: Recognise, sheet: str | None, header_row: int | None
) -> SheetSource:
    """Raises SheetRefused."""
    outline = archive.outline(path) if is_xlsx else archive.Outline([], date1904=False)
    if not is_xlsx:
        _refuse_xls(path)
    with _told(), open(path, "rb") as file:
        workbook = CalamineWorkbook.from_filelike(file)
        names = list(workbook.sheet_names)
        best = _best(workbook, names, _candidates(workbook, names, sheet), path, outline, recognise, header_row)
    if best is None:
        raise SheetRefused("no_rows", _("There is no table in this file."))
    name, loaded, header = best
    return SheetSource(
        sheets=names,
        best_sheet=name,
        header_row=header.row,
        headers=header.texts,
        recognised=header.recognised,
        row_estimate=max(_last_row(loaded) - header.row, 0),
        read=_reader(loaded),
        date1904=outline.date1904,
    )


def _candidates(workbook: Any, names: list[str], sheet: str | None) -> list[str]:
    """The sheet asked for, else those one can see, else all."""
    if sheet is not None:
        if sheet not in names:
            raise SheetRefused(
                "no_such_sheet", _("This file has no sheet of that name any more. Choose the sheet again.")
            )
        return [sheet]
    tables = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    visible = [meta.name for meta in tables if meta.visible == SheetVisibleEnum.Visible]
    return (visible or [meta.name for meta in tables] or names)[:_MAX_SHEETS]


def _best(
    workbook: Any,
    names: list[str],
    candidates: list[str],
    path: Path,
    outline: archive.Outline,
    recognise: Recognise,
    header_row: int | None,
) -> tuple[str, Any, Header] | None:
    """The sheet with most recognised headers, the longer one among equals. One sheet is in memory beside the best."""
    best: tuple[str, Any, Header] | None = None
    refused: SheetRefused | None = None
    for name in candidates:
        try:
            loaded = _load(workbook, name, names.index(name), path, outline)
        except SheetRefused as error:
            refused = refused or error
            continue
        top = SEARCHED_ROWS if header_row is None else header_row
        header = find_header(list(islice(_reader(loaded)(), top)), recognise, header_row)
        if header is None:
            continue
        if best is None or (header.recognised, _last_row(loaded)) > (best[2].recognised, _last_row(best[1])):
            best = name, loaded, header
    if refused is not None and (best is None or not best[2].recognised):
        raise refused
    return best


def _load(workbook: Any, name: str, index: int, path: Path, outline: archive.Outline) -> Any:
    member = outline.members[index] if index < len(outline.members) else ""
    if member:
        archive.refuse_large(path, member)
    loaded = workbook.get_sheet_by_name(name)
    if loaded.height * loaded.width > 2 * MAX_CELLS:
        raise archive.too_many_cells()
    return loaded


def _reader(loaded: Any) -> Callable[[], Iterable[NumberedRow]]:
    # iter_rows() begins at row 1 of the sheet, and at the first column that holds anything.
    return lambda: enumerate(loaded.iter_rows(), start=1)


def _last_row(loaded: Any) -> int:
    return loaded.end[0] + 1 if loaded.end else 0


def _refuse_xls(path: Path) -> None:
    if path.stat().st_size > _MAX_XLS_BYTES:
        raise archive.too_many_cells()
    with open(path, "rb") as file:
        if _ENCRYPTED in file.read(1 << 20):
            raise _encrypted()


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the reader throws on a broken file, a Rust panic among it, as a refusal."""
    try:
        yield
    except SheetRefused:
        raise
    except PasswordError:
        raise _encrypted() from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise archive.broken() from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise archive.broken() from None
        raise


def _encrypted() -> SheetRefused:
    return SheetRefused(
        "encrypted", _("The spreadsheet is protected by a password. Save it without one and try again.")
    )
