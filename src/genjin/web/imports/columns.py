"""The columns of an uploaded table as the mapping page shows them: header, first cells, the field they go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genjin.kernel.imports.cells import cell_text
from genjin.kernel.imports.importer import Importer
from genjin.lib.sheets import SheetSource

PREVIEW_ROWS = 8
_SAMPLES = 3
_CELL_LENGTH = 60


@dataclass(frozen=True)
class Column:
    """`field`: key of the field it goes to, empty for none."""

    index: int
    header: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class PreviewRow:
    """A row as it stands in the sheet."""

    number: int
    cells: tuple[str, ...]


def preview(source: SheetSource) -> list[PreviewRow]:
    """The first rows."""
    rows = source.preview(PREVIEW_ROWS)
    return [PreviewRow(number, tuple(cell_text(cell)[:_CELL_LENGTH] for cell in cells)) for number, cells in rows]


def columns(headers: Sequence[str], rows: Sequence[PreviewRow], mapping: Mapping[int, str]) -> list[Column]:
    """Every column, with the first cells that say something."""
    return [
        Column(index, header, _samples(rows, index), mapping.get(index, ""))
        for index, header in enumerate(headers)
        if header or _samples(rows, index)
    ]


def choices(importer: Importer) -> list[tuple[str, Any, bool]]:
    """(key, label, needed) of every field a column can go to."""
    return [(field.key, _label(field.key, field.label), field.required) for field in importer.fields()]


def read_mapping(importer: Importer, posted: Mapping[str, str], width: int) -> dict[int, str]:
    """The mapping a form posted; a field goes to the first column that asks for it."""
    known = {field.key for field in importer.fields()}
    mapping: dict[int, str] = {}
    for index in range(width):
        key = posted.get(f"column-{index}", "")
        if key in known and key not in mapping.values():
            mapping[index] = key
    return mapping


def _samples(rows: Sequence[PreviewRow], index: int) -> tuple[str, ...]:
    return tuple([row.cells[index] for row in rows if row.cells[index]][:_SAMPLES])


def _label(key: str, label: Any) -> Any:
    from django.utils.translation import gettext as _

    return _("Contact: %(field)s") % {"field": label} if key.startswith("contact.") else label
