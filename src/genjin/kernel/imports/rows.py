"""Rows of a sheet to rows for staging: every cell read by its field, every problem named with its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.imports.cells import CellReader, cell_text, reader_of
from genjin.kernel.imports.errors import CellRefused
from genjin.kernel.imports.importer import Importer, ImportField, ParsedRow, RowProblem, Task
from genjin.kernel.imports.stage import copy_line
from genjin.lib.hashing import fingerprint
from genjin.lib.sheets import SheetSource

BATCH = 5000
_MESSAGE_LENGTH = 400


class RowReader:
    """Reads rows under a mapping of column index → field key."""

    def __init__(
        self,
        importer: Importer,
        mapping: Mapping[int, str],
        headers: Sequence[str],
        *,
        now: datetime,
        date1904: bool,
        owner: Callable[[str], str],
    ) -> None:
        self._fields = importer.fields()
        self._version = importer.rules_version
        by_key = {field.key: field for field in self._fields}
        self._columns: list[tuple[int, str, str, CellReader]] = [
            (
                index,
                key,
                headers[index],
                reader_of(by_key[key], headers[index], now=now, date1904=date1904, owner=owner),
            )
            for index, key in sorted(mapping.items())
            if key in by_key and index < len(headers)
        ]
        header_of = {key: header for _index, key, header, _read in self._columns}
        self._required: list[tuple[ImportField, str]] = [
            (field, header_of.get(field.key, "")) for field in self._fields if field.required
        ]
        self._order = [field.key for field in self._fields]

    def parse(self, line: int, cells: list[Any]) -> ParsedRow:
        """One row; fingerprinted when nothing is wrong with it."""
        values: dict[str, str | None] = {}
        row = ParsedRow(line, cells, values)
        for index, key, header, read in self._columns:
            cell = cells[index]
            if cell is None or cell == "":
                continue
            try:
                values[key] = read(cell)
            except CellRefused as refused:
                row.problems.append(RowProblem(header, key, refused.code, str(refused.message)))
        for field, header in self._required:
            if values.get(field.key) is None and not any(p.field == field.key for p in row.problems):
                row.problems.append(RowProblem(header, field.key, f"{field.short}_required", _("This is needed.")))
        if not row.problems:
            get = values.get
            row.fingerprint = fingerprint([self._version, *[get(key) for key in self._order]])
        return row


def stage_rows(
    importer: Importer, task: Task, source: SheetSource, reader: RowReader, *, after_line: int
) -> Iterator[int]:
    """Stage the rows below `after_line` in chunks; yields how many rows were read so far, after each chunk.

    Rows that went in before carry no more than their fingerprint: their keys and search texts are never computed.
    """
    rows = source.rows()
    read = 0
    width = len(importer.stage_columns())
    while chunk := [reader.parse(line, cells) for line, cells in islice(rows, BATCH)]:
        read += len(chunk)
        chunk = [row for row in chunk if row.line > after_line]
        if chunk:
            _mark_known(importer.object_key, chunk)
            importer.prepare(task, [row for row in chunk if not row.known and not row.problems])
            task.stage.copy([_line(importer, task, row, width) for row in chunk])
        yield read


def _mark_known(object_key: str, rows: list[ParsedRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select fingerprint from imports_seen where object_key = %s and fingerprint = any(%s::bytea[])",
            [object_key, [row.fingerprint for row in rows if not row.problems]],
        )
        known = {bytes(found[0]) for found in cursor.fetchall()}
    if known:
        for row in rows:
            row.known = row.fingerprint in known


def _line(importer: Importer, task: Task, row: ParsedRow, width: int) -> str:
    line = str(row.line)
    if row.problems:
        problems = [
            {"column": p.column[:200], "field": p.field[:60], "code": p.code, "message": p.message[:_MESSAGE_LENGTH]}
            for p in row.problems
        ]
        cells = [cell_text(cell).replace("\x00", "") for cell in row.cells]
        return copy_line(
            [line, None, "f", orjson.dumps(problems).decode(), orjson.dumps(cells).decode(), *[None] * width]
        )
    mark = row.fingerprint.hex()
    if row.known:
        return copy_line([line, mark, "t", None, None, *[None] * width])
    return copy_line([line, mark, "f", None, None, *importer.stage_texts(task, row)])
