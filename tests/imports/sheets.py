"""Files as other systems write them, and the way they go in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from genjin.kernel.imports.importer import Counts
from genjin.kernel.imports.models import ImportRun
from genjin.kernel.imports.opening import loaded_mapping
from genjin.kernel.imports.run import carry_out
from genjin.kernel.imports.start import confirm, open_run
from genjin.kernel.people.actor import Actor

Rows = Sequence[Sequence[Any]]

HEADERS = (
    "客户名称",
    "手机号码",
    "客户级别",
    "详细地址",
    "负责人",
    "创建日期",
    "联系人",
    "职务",
    "联系人手机",
    "统一社会信用代码",
)


def write_csv(path: Path, rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    """Rows as text, in an encoding."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, *, notes_first: bool = False) -> Path:
    """Rows as a workbook: numbers as numbers, days as serials; perhaps behind a sheet of instructions."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    if notes_first:
        notes = book.add_worksheet("填写说明")
        notes.write_column(0, 0, ["请按模板填写", "客户名称为必填项", "日期格式 2024-03-05"])
    sheet = book.add_worksheet("客户")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime | date):
                sheet.write_datetime(
                    at, column, value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
                )
            elif isinstance(value, int | float):
                sheet.write_number(at, column, value)
            elif value is not None and value != "":
                sheet.write_string(at, column, value)
    book.close()
    return path


def start(actor: Actor, path: Path, *, object_key: str = "customer", owner: str = "") -> ImportRun:
    """A run that is ready to be carried out."""
    run = open_run(actor, object_key=object_key, path=path, file_name=path.name)
    confirm(actor, run, loaded_mapping(run.mapping), default_owner=owner)
    return run


def bring_in(actor: Actor, path: Path, *, object_key: str = "customer", owner: str = "") -> ImportRun:
    """Import a file to its end."""
    run = start(actor, path, object_key=object_key, owner=owner)
    carry_out(run.id)
    run.refresh_from_db()
    assert run.state == "done", run.error
    return run


def counts(run: ImportRun) -> Counts:
    """What became of the rows."""
    run.refresh_from_db()
    return Counts(**run.counts)


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    """(row, column, code) of every problem."""
    return [(e.row, e.column, e.code) for e in run.errors.order_by("row", "id")]  # type: ignore[attr-defined]
