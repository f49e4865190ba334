"""Open a file for an object: its table, the columns recognised, and whether it can be imported at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from genjin.kernel.imports.errors import FileRefused
from genjin.kernel.imports.headers import HeaderWords, shape_of
from genjin.kernel.imports.importer import Importer
from genjin.kernel.imports.models import Mapping as RememberedMapping
from genjin.lib.sheets import SheetRefused, SheetSource, open_sheet

_STATUS = {"unsupported_type": 415, "too_many_cells": 413, "archive_bomb": 413}


@dataclass(frozen=True)
class Opened:
    """A table with the mapping proposed for it. `remembered`: a person confirmed this mapping for this shape before."""

    source: SheetSource
    shape: str
    mapping: dict[int, str]
    remembered: bool


#: No system exports more; a page that maps thousands of columns helps nobody.
MAX_COLUMNS = 400


def open_file(
    importer: Importer, path: Path, file_name: str, *, sheet: str | None = None, header_row: int | None = None
) -> Opened:
    """The file's table. Raises FileRefused in words."""
    words = HeaderWords(importer.fields())
    try:
        source = open_sheet(path, file_name, recognise=words.knows, sheet=sheet, header_row=header_row)
        has_rows = bool(source.preview(1))
    except SheetRefused as refused:
        raise FileRefused(refused.code, str(refused), _STATUS.get(refused.code, 422)) from None
    if len(source.headers) > MAX_COLUMNS:
        said = _("The table has %(n)s columns; at most %(max)s can be read. Delete those that are not needed.")
        raise FileRefused("too_many_columns", said % {"n": len(source.headers), "max": MAX_COLUMNS})
    if not has_rows:
        raise FileRefused("no_rows", _("There are no rows below the header of this file."))
    shape = shape_of(source.headers)
    remembered = _remembered(importer, shape, len(source.headers))
    return Opened(source, shape, remembered or words.mapping(source.headers), remembered is not None)


def require_mapping(importer: Importer, mapping: Mapping[int, str]) -> None:
    """Raise FileRefused when a field without which no row can go in has no column."""
    if not mapping:
        raise FileRefused("unknown_header", _("No header of this file is known. Name the columns in its first row."))
    mapped = set(mapping.values())
    missing = [str(field.label) for field in importer.fields() if field.required and field.key not in mapped]
    if missing:
        raise FileRefused(
            "column_missing", _("No column of this file holds: %(fields)s.") % {"fields": ", ".join(missing)}
        )


def remember(object_key: str, shape: str, mapping: Mapping[int, str]) -> None:
    """Keep a confirmed mapping for the next file of the same shape."""
    RememberedMapping.objects.update_or_create(
        object_key=object_key, shape=shape, defaults={"mapping": stored_mapping(mapping)}
    )


def stored_mapping(mapping: Mapping[int, str]) -> dict[str, str]:
    """A mapping as JSON keeps it."""
    return {str(index): key for index, key in mapping.items()}


def loaded_mapping(stored: Mapping[str, str]) -> dict[int, str]:
    """A mapping from JSON."""
    return {int(index): key for index, key in stored.items()}


def _remembered(importer: Importer, shape: str, width: int) -> dict[int, str] | None:
    found = RememberedMapping.objects.filter(object_key=importer.object_key, shape=shape).first()
    if found is None:
        return None
    known = {field.key for field in importer.fields()}
    return {index: key for index, key in loaded_mapping(found.mapping).items() if key in known and index < width}
