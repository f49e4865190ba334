"""What is known of an uploaded file, and the refusal of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from genjin.lib.refusal import Refusal


@dataclass(frozen=True)
class Media:
    """`kind` is image, document or audio. `width` and `height` are as displayed (EXIF turned), in pixels.

    `captured_at` is aware only where the camera wrote its offset from UTC. `dhash` is a signed 64-bit number, so that
    it fits a bigint; None where there is no picture or the picture is one flat colour.
    """

    media_type: str
    kind: str
    width: int | None = None
    height: int | None = None
    captured_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    dhash: int | None = None
    duration_s: float | None = None
    findings: tuple[str, ...] = ()


class MediaRefused(Refusal):
    """Codes: empty_file, unsupported_type, broken_file, too_many_pixels, archive_bomb, macros, mixed_content."""

    def __init__(self, code: str, message: Any = "") -> None:
        super().__init__(message, code=code)


Source = Path | str | bytes


def broken() -> MediaRefused:
    return MediaRefused("broken_file", _("The file is damaged and cannot be opened. Send it again."))


def unsupported() -> MediaRefused:
    return MediaRefused(
        "unsupported_type",
        _("This kind of file is not taken. JPEG, PNG, WebP, PDF, Word, Excel, PowerPoint and sound recordings are."),
    )


def mixed() -> MediaRefused:
    return MediaRefused("mixed_content", _("There is something else hidden in this file. Save it anew and send that."))


def size_of(file: BinaryIO) -> int:
    here = file.tell()
    size = file.seek(0, 2)
    file.seek(here)
    return size
