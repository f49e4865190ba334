"""Take a file in: judged by its bytes while its sender waits, kept unaltered, known by its SHA-256."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.evidence.errors import FileRefused, FileTooLarge
from genjin.kernel.evidence.models import File
from genjin.kernel.evidence.store import store
from genjin.kernel.jobs import clock
from genjin.kernel.jobs.queue import enqueue
from genjin.kernel.people.actor import Actor
from genjin.lib.media import Media, MediaRefused, clean_name, inspect

MAX_BYTES = 25 * 1024 * 1024


def take_in(actor: Actor, source: Path | bytes, filename: str) -> File:
    """Judge and keep a file of the actor's. A path is moved away on success and stays on refusal.

    Raises FileTooLarge (413), FileRefused (415, 413, 422).
    """
    name = clean_name(filename)
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise FileTooLarge
    try:
        media = inspect(source, name)
    except MediaRefused as error:
        raise FileRefused(error) from error
    stored = store(source)
    with transaction.atomic():
        file = File.objects.create(
            name=name,
            sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            storage_path=stored.path,
            uploaded_by_id=actor.user_id,
            **_seen(media),
        )
        key = f"file.taken_in:{file.id}"
        emit([event_row("file.taken_in", "file", file.id, actor, dedupe_key=key, payload={"sha256": stored.sha256})])
        if media.kind == "image":
            enqueue("evidence.make_thumbnail", unique=f"thumbnail:{stored.sha256}", file_id=file.id)
    return file


def _seen(media: Media) -> dict[str, Any]:
    return {
        "media_type": media.media_type,
        "kind": media.kind,
        "width": media.width,
        "height": media.height,
        "captured_at": _aware(media.captured_at),
        "dhash": media.dhash,
        "findings": list(media.findings),
    }


def _aware(moment: datetime | None) -> datetime | None:
    """A camera without an offset shows the company's wall clock."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=clock.zone())
