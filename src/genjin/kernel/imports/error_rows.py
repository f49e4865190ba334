"""The rows that did not go in, as a file to mend and import again: their cells as they stood, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.imports.models import ImportRun, RowError
from genjin.lib.safe_cell import write_xlsx


def write_error_file(run: ImportRun, path: Path) -> int:
    """An .xlsx of the faulty rows: the file's own columns, then the reason and the row; returns how many.

    Formulas are defused; our own import takes the guard off again, so that the mended file can come straight back.
    """
    width = len(run.headers)
    header = [*map(str, run.headers), _("Reason"), _("Row in the file")]
    rows = ([*_padded(cells, width), reason, row] for row, cells, reason in _faulty(run))
    return write_xlsx(path, header, rows, sheet=_("Rows to mend"))


def _padded(cells: list[Any], width: int) -> list[Any]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _faulty(run: ImportRun) -> Iterator[tuple[int, list[Any], str]]:
    """(row, cells, all reasons) of each faulty row."""
    current: tuple[int, list[Any], list[str]] | None = None
    for error in RowError.objects.filter(run=run).order_by("row", "id").iterator(chunk_size=2000):
        words = f"{error.column}: {error.message}" if error.column else error.message
        if current is not None and current[0] == error.row:
            current[2].append(words)
            continue
        if current is not None:
            yield current[0], current[1], "; ".join(current[2])
        current = (error.row, list(error.cells), [words])
    if current is not None:
        yield current[0], current[1], "; ".join(current[2])
