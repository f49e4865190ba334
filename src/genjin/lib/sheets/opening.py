"""The one door for a spreadsheet, whatever its name says it is."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from genjin.lib.sheets.archive import unsupported
from genjin.lib.sheets.excel import open_excel
from genjin.lib.sheets.source import Recognise, SheetRefused, SheetSource
from genjin.lib.sheets.text_table import open_text

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {"csv", "tsv", "txt", "xls", "xlsx", ""}
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"\x1f\x8b")


def open_sheet(
    path: Path,
    filename: str,
    *,
    recognise: Recognise = lambda header: False,
    sheet: str | None = None,
    header_row: int | None = None,
) -> SheetSource:
    """The table of a file: its sheet and header row are those with most headers that `recognise` knows, unless given.

    The bytes decide, not the suffix: systems name tab-separated text .xls. Raises SheetRefused with a code and words.
    """
    path = Path(path)
    with open(path, "rb") as file:
        head = file.read(512)
    if not head.strip(b"\x00 \t\r\n"):
        raise SheetRefused("empty_file", _("The file is empty."))
    if head.startswith((_ZIP, _OLE)):
        is_xlsx = head.startswith(_ZIP)
        return open_excel(path, is_xlsx=is_xlsx, recognise=recognise, sheet=sheet, header_row=header_row)
    _refuse_other(head, filename)
    return open_text(path, filename, recognise=recognise, header_row=header_row)


def _refuse_other(head: bytes, filename: str) -> None:
    if head.startswith(_NOT_TEXT) or filename.rpartition(".")[2].lower() not in _TEXT_SUFFIXES:
        raise unsupported()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise SheetRefused(
            "unsupported_type",
            _("This is a web page with the name of a spreadsheet. Open it in Excel or WPS and save it as .xlsx."),
        )
