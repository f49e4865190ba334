"""Begin an import: keep the uploaded file, confirm its mapping, put the run on the queue."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from genjin.kernel.access.scope import require_any
from genjin.kernel.errors import Forbidden
from genjin.kernel.imports.colleagues import OwnerCells, everybody
from genjin.kernel.imports.errors import CellRefused, FileRefused
from genjin.kernel.imports.importer import Importer, importers
from genjin.kernel.imports.models import ImportRun
from genjin.kernel.imports.opening import Opened, open_file, remember, require_mapping, stored_mapping
from genjin.kernel.jobs.queue import enqueue
from genjin.kernel.people.actor import Actor
from genjin.lib.hashing import sha256_hex

UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"}


def importer_for(actor: Actor, object_key: str) -> Importer:
    """The importer of an object. Raises Forbidden when the actor may not import it."""
    if object_key not in importers:
        raise Forbidden
    require_any(actor, "import", object_key)
    return importers.get(object_key)


def keep_upload(chunks: Iterable[bytes], file_name: str) -> Path:
    """Store an upload in the data folder under a name of our own. Raises FileRefused above the limit."""
    folder = Path(settings.GENJIN_DATA_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    suffix = Path(file_name).suffix.lower()
    path = folder / f"{secrets.token_hex(12)}{suffix if suffix in _SUFFIXES else '.bin'}"
    size = 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > UPLOAD_LIMIT_BYTES:
                break
            file.write(chunk)
    if size > UPLOAD_LIMIT_BYTES:
        path.unlink()
        raise FileRefused("too_large", _("The file is larger than 50 MB. Split it into several files."), 413)
    return path


def open_run(actor: Actor, *, object_key: str, path: Path, file_name: str, opened: Opened | None = None) -> ImportRun:
    """A run for a file, with the mapping proposed for it. Raises Forbidden, FileRefused."""
    importer = importer_for(actor, object_key)
    opened = opened or open_file(importer, path, file_name)
    return ImportRun.objects.create(
        object_key=object_key, file_name=_clean_name(file_name), sha256=sha256_hex(path), path=_kept_path(path),
        created_by_id=actor.user_id, **_table(opened),
    )  # fmt: skip


def look_again(actor: Actor, run: ImportRun, *, sheet: str, header_row: int | None) -> None:
    """Take another sheet or header row of the same file. Raises FileRefused."""
    importer = importer_for(actor, run.object_key)
    opened = open_file(importer, Path(run.path), run.file_name, sheet=sheet, header_row=header_row)
    ImportRun.objects.filter(id=run.id).update(**_table(opened))


def confirm(
    actor: Actor, run: ImportRun, mapping: Mapping[int, str], *, default_owner: str = "", keep: bool = True
) -> None:
    """Settle the mapping and who owns rows without an owner. Raises FileRefused, CellRefused (the owner)."""
    importer = importer_for(actor, run.object_key)
    require_mapping(importer, mapping)
    owner_id = _owner_id(actor, run.object_key, default_owner)
    with transaction.atomic():
        ImportRun.objects.filter(id=run.id, state__in=[ImportRun.State.UPLOADED, ImportRun.State.MAPPED]).update(
            mapping=stored_mapping(mapping), default_owner_id=owner_id, state=ImportRun.State.MAPPED
        )
        if keep:
            remember(run.object_key, run.shape, mapping)
    run.refresh_from_db()


def put_on_queue(run: ImportRun) -> bool:
    """Have the worker carry out a mapped run; False when it was put there before."""
    with transaction.atomic():
        changed = ImportRun.objects.filter(id=run.id, state=ImportRun.State.MAPPED).update(
            state=ImportRun.State.RUNNING
        )
        if changed:
            enqueue("imports.run", run_id=run.id)
    return bool(changed)


def _owner_id(actor: Actor, object_key: str, text: str) -> int | None:
    if not text.strip():
        return actor.user_id
    return OwnerCells(everybody(), actor, object_key).person(text.strip()).id


def _kept_path(path: Path) -> str:
    """Ours are short; who imports a file from far down keeps it open himself and never asks for it again."""
    text = str(path.absolute())
    return text if len(text) <= 300 else ""


def _table(opened: Opened) -> dict[str, object]:
    return {
        "shape": opened.shape,
        "sheet": opened.source.best_sheet[:120],
        "header_row": opened.source.header_row,
        "headers": opened.source.headers,
        "mapping": stored_mapping(opened.mapping),
    }


def _clean_name(file_name: str) -> str:
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[:200] or "import"


__all__ = [
    "CellRefused",
    "FileRefused",
    "confirm",
    "importer_for",
    "keep_upload",
    "look_again",
    "open_run",
    "put_on_queue",
]
