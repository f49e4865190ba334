"""Files that arrive in pieces and go on where they broke off."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from genjin.kernel.errors import DomainError, FieldError, NotFound, Refused
from genjin.kernel.evidence.errors import ChecksumDiffers, FileTooLarge, OffsetDiffers, TooManyUploads
from genjin.kernel.evidence.models import File, Upload
from genjin.kernel.evidence.store import parts_folder, write_at
from genjin.kernel.evidence.take_in import MAX_BYTES, take_in
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.directory import own_id
from genjin.lib.media import clean_name

#: An upload nobody goes on with is given up after this.
PATIENCE = timedelta(days=3)
MOST_UNFINISHED = 60
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Progress:
    """How far an upload has come; `file` once it is whole."""

    upload: str
    offset: int
    file: File | None = None


def start_upload(actor: Actor, *, name: str, size_bytes: int, sha256: str) -> Progress:
    """Begin an upload; when this person sent the same bytes before, the file is there at once.

    Raises Refused, FileTooLarge, TooManyUploads.
    """
    _check(name, size_bytes, sha256)
    if size_bytes > MAX_BYTES:
        raise FileTooLarge
    known = (
        File.objects.filter(sha256=sha256, size_bytes=size_bytes, uploaded_by_id=actor.user_id).order_by("-id").first()
    )
    _give_up_old(actor)
    if Upload.objects.filter(user_id=own_id(actor), file=None).count() >= MOST_UNFINISHED:
        raise TooManyUploads
    upload = Upload.objects.create(
        id=secrets.token_urlsafe(24), user_id=own_id(actor), name=clean_name(name), size_bytes=size_bytes,
        sha256=sha256, received=size_bytes if known else 0, file=known,
    )  # fmt: skip
    return Progress(upload.id, upload.received, known)


def upload_progress(actor: Actor, upload_id: str) -> Progress:
    """Where an upload stands. Raises NotFound for unknown and foreign ones."""
    upload = Upload.objects.select_related("file").filter(id=upload_id, user_id=own_id(actor)).first()
    if upload is None:
        raise NotFound
    if upload.file is None and upload.received == upload.size_bytes:
        # The process died between the last piece and its answer: whoever asks first finishes it.
        return Progress(upload.id, upload.received, _finish(actor, upload.id))
    return Progress(upload.id, upload.received, upload.file)


def add_piece(actor: Actor, upload_id: str, *, offset: int, piece: bytes) -> Progress:
    """Add the next piece; the last one makes it a file.

    Raises NotFound, OffsetDiffers when the server stands elsewhere, FileTooLarge for more than was announced,
    ChecksumDiffers and whatever `take_in` refuses: then the upload is over.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).filter(id=upload_id, user_id=own_id(actor)).first()
        if upload is None:
            raise NotFound
        if upload.file_id is not None or offset != upload.received:
            raise OffsetDiffers
        if offset + len(piece) > upload.size_bytes:
            raise FileTooLarge
        write_at(_part(upload.id), offset, piece)
        upload.received = offset + len(piece)
        upload.save(update_fields=["received"])
    if upload.received < upload.size_bytes:
        return Progress(upload.id, upload.received)
    return Progress(upload.id, upload.received, _finish(actor, upload.id))


def _finish(actor: Actor, upload_id: str) -> File:
    """Make a whole upload a file. Of two who finish at once, the second waits for the row and finds the file."""
    try:
        with transaction.atomic():
            upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(id=upload_id)
            if upload.file is None:
                upload.file = _taken(actor, upload)
                upload.save(update_fields=["file"])
            return upload.file
    except DomainError:
        _give_up(upload_id)
        raise


def _taken(actor: Actor, upload: Upload) -> File:
    part = _part(upload.id)
    if not part.exists():
        raise NotFound
    with part.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != upload.sha256:
            raise ChecksumDiffers
    return take_in(actor, part, upload.name)


def _give_up(upload_id: str) -> None:
    _part(upload_id).unlink(missing_ok=True)
    Upload.objects.filter(id=upload_id, file=None).delete()


def _give_up_old(actor: Actor) -> None:
    old = Upload.objects.filter(user_id=own_id(actor), file=None, created_at__lt=clock.now() - PATIENCE)
    for upload_id in old.values_list("id", flat=True)[:100]:
        _give_up(upload_id)


def _part(upload_id: str) -> Path:
    return parts_folder() / hashlib.sha256(upload_id.encode()).hexdigest()


def _check(name: str, size_bytes: int, sha256: str) -> None:
    errors = []
    if not name.strip() or len(name) > 1000:
        errors.append(FieldError("name", "name_required", _("The file needs a name.")))
    if size_bytes <= 0:
        errors.append(FieldError("size", "empty_file", _("The file is empty. Send it again.")))
    if not _SHA256.fullmatch(sha256):
        errors.append(FieldError("sha256", "invalid", _("This is no SHA-256.")))
    if errors:
        raise Refused(errors=errors)
