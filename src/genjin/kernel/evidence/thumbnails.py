"""Small pictures for pages, re-encoded without EXIF; made by a job, and by whoever looks before it ran."""

from __future__ import annotations

from pathlib import Path

from genjin.kernel.evidence.models import File
from genjin.kernel.evidence.store import absolute, root
from genjin.kernel.jobs.queue import job
from genjin.lib.media import MediaRefused, thumbnail

SIDE_PX = 480


def thumbnail_of(file: File) -> Path | None:
    """The small picture of a file, made when it is not there yet; None when the file is no picture."""
    if file.kind != "image":
        return None
    relative = file.thumbnail_path or f"thumbs/{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}.webp"
    path = absolute(relative)
    if not path.exists():
        original = absolute(file.storage_path)
        if not original.exists():
            return None
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            thumbnail(original, SIDE_PX, path)
        except MediaRefused:
            return None
    if file.thumbnail_path != relative:
        File.objects.filter(id=file.id).update(thumbnail_path=str(path.relative_to(root().resolve())))
    return path


@job("evidence.make_thumbnail")
def make_thumbnail(file_id: int) -> None:
    """Make the small picture of a file that came in; safe to run twice."""
    file = File.objects.filter(id=file_id).first()
    if file is not None:
        thumbnail_of(file)
