"""Word, Excel and PowerPoint files: archives judged by their table of contents, nothing unpacked."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from genjin.lib.media.model import Media, MediaRefused, broken, unsupported

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_MEMBERS = 10_000
_MAX_UNPACKED = 1 << 30
_MAX_RATIO = 200
_RATIO_FROM = 50 << 20
_MAX_CONTENT_TYPES = 1 << 20


def inspect_office(file: BinaryIO) -> Media:
    """The kind of office document. Raises MediaRefused for other archives, macros, bombs and damage."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            refuse_bomb(members)
            names = {member.filename for member in members}
            if _CONTENT_TYPES not in names:
                raise unsupported()
            content_types = _bounded(archive, _CONTENT_TYPES)
            first_bad = _bad_name(names)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, MediaRefused):
            raise
        raise broken() from None
    if b"macroenabled" in content_types.lower() or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise MediaRefused(
            "macros", _("Documents with macros are not taken. Save it without them (.docx, .xlsx, .pptx).")
        )
    if first_bad:
        raise broken()
    types = [media_type for part, media_type in _MAIN_PARTS.items() if part in names]
    if len(types) != 1:
        raise unsupported()
    active = any("/activex/" in name.lower() or "/embeddings/" in name.lower() for name in names)
    return Media(media_type=types[0], kind="document", findings=("active_content",) if active else ())


def refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    """Judge an archive by what its table of contents says it would become."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if (
        len(members) > _MAX_MEMBERS
        or unpacked > _MAX_UNPACKED
        or (unpacked > _RATIO_FROM and unpacked / packed > _MAX_RATIO)
    ):
        raise MediaRefused("archive_bomb", _("This file would become far too large when opened."))


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most 1 MB of a member: the table of contents may lie about its size."""
    with archive.open(name) as member:
        return member.read(_MAX_CONTENT_TYPES)


def _bad_name(names: set[str]) -> bool:
    return any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
