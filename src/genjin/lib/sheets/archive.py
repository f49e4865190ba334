"""The limits of an .xlsx, judged before it is loaded: a reader holds the whole rectangle of a sheet in memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from genjin.lib.media.model import MediaRefused
from genjin.lib.media.office import refuse_bomb
from genjin.lib.sheets.source import MAX_CELLS, SheetRefused

_MAX_SHEET_XML = 400 << 20
_MAX_STRINGS_XML = 150 << 20
# Blank cells between two filled ones cost memory too, some 30 bytes each.
_MAX_RECTANGLE = 4_000_000
_CHUNK = 1 << 20
_OVERLAP = 4096

# Position of a cell that is not closed at once, that is, not merely coloured.
_FILLED_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^<>]*[^<>/])?>")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\bid=[\"']([^\"']+)[\"'][^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_RELATIONS = "xl/_rels/workbook.xml.rels"
_DATE_1904 = re.compile(rb"date1904=[\"'](?:1|true)[\"']")


@dataclass(frozen=True)
class Outline:
    """Of a workbook: archive members of its sheets in their order, and its calendar."""

    members: list[str]
    date1904: bool


def outline(path: Path) -> Outline:
    """Raises SheetRefused for what is no workbook, a bomb, or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist()}
            refuse_bomb(list(infos.values()))
            if "xl/workbook.xml" not in infos:
                raise unsupported()
            if infos.get("xl/sharedStrings.xml", zipfile.ZipInfo()).file_size > _MAX_STRINGS_XML:
                raise too_many_cells()
            workbook = archive.read("xl/workbook.xml")
            relations = archive.read(_RELATIONS) if _RELATIONS in infos else b""
    except MediaRefused as refused:
        raise SheetRefused(refused.code, refused.message) from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise broken() from None
    targets = _targets(relations)
    members = [targets.get(rid, "") for rid in _SHEET.findall(workbook)]
    return Outline([member if member in infos else "" for member in members], bool(_DATE_1904.search(workbook)))


def refuse_large(path: Path, member: str) -> None:
    """Refuse a sheet with more than 2,000,000 filled cells, or few that lie so far apart that memory would not do."""
    cells = 0
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            before = b""
            read = unplaced = 0
            while chunk := file.read(_CHUNK):
                read += len(chunk)
                window = before + chunk
                cut = window.rfind(b"<") if len(chunk) == _CHUNK else len(window)
                found = _FILLED_CELL.findall(window, 0, cut)
                unplaced += 0 if found else len(_ANY_CELL.findall(window, 0, cut))
                cells += len(found)
                columns.update(map(itemgetter(0), found))
                rows.update(map(itemgetter(1), found))
                before = window[cut:] if len(window) - cut < _OVERLAP else b""
                if cells + unplaced > MAX_CELLS or read > _MAX_SHEET_XML:
                    raise too_many_cells()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise broken() from None
    if cells and max(map(int, rows)) * max(map(_column_number, columns)) > _MAX_RECTANGLE:
        raise SheetRefused(
            "stray_cells",
            _("There are entries far away from the table. Delete them, or copy the table to a new sheet."),
        )


def _targets(relations: bytes) -> dict[bytes, str]:
    found = {}
    for relation in _RELATION.findall(relations):
        rid = re.search(rb"\bId=[\"']([^\"']+)", relation)
        target = re.search(rb"\bTarget=[\"']([^\"']+)", relation)
        if rid and target:
            name = target[1].decode("utf-8", "replace")
            found[rid[1]] = name.lstrip("/") if name.startswith("/") else str(PurePosixPath("xl") / name)
    return found


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def unsupported() -> SheetRefused:
    return SheetRefused("unsupported_type", _("This is no spreadsheet. Save it as .xlsx, .xls or .csv."))


def broken() -> SheetRefused:
    return SheetRefused(
        "broken_file", _("The spreadsheet is damaged and cannot be opened. Save it anew and try again.")
    )


def too_many_cells() -> SheetRefused:
    return SheetRefused("too_many_cells", _("The sheet has more than 2,000,000 cells. Split it into several files."))
