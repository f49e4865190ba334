"""The one door for an uploaded file: what it is, or why it is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from genjin.lib.media import sniff
from genjin.lib.media.images import inspect_image
from genjin.lib.media.model import Media, MediaRefused, Source, broken, mixed, size_of, unsupported
from genjin.lib.media.names import ACTIVE_SUFFIXES, suffix_of
from genjin.lib.media.office import inspect_office
from genjin.lib.media.sound import inspect_sound

_IMAGES = {sniff.JPEG, sniff.PNG, sniff.WEBP, sniff.HEIC}
_SUFFIXES = {
    sniff.JPEG: {"jpg", "jpeg", "jfif", "jpe"},
    sniff.PNG: {"png"},
    sniff.WEBP: {"webp"},
    sniff.HEIC: {"heic", "heif", "hif"},
    sniff.PDF: {"pdf"},
    sniff.MP3: {"mp3"},
    sniff.M4A: {"m4a", "mp4", "aac", "3gp", "m4b"},
    sniff.AMR: {"amr"},
    sniff.WAV: {"wav"},
}
_PDF_TAIL = 2048


def inspect(path_or_bytes: Source, filename: str) -> Media:
    """What an uploaded file is. Raises MediaRefused with a code and words for its sender.

    Reads headers and scans the bytes once; pixels are decoded only after their number is known to be fit, JPEG at an
    eighth of its size.
    """
    if isinstance(path_or_bytes, bytes):
        return _inspect(io.BytesIO(path_or_bytes), filename)
    with open(path_or_bytes, "rb") as file:
        return _inspect(file, filename)


def _inspect(file: BinaryIO, filename: str) -> Media:
    head = file.read(sniff.HEAD_BYTES)
    if not head:
        raise MediaRefused("empty_file", _("The file is empty. Send it again."))
    media_type = sniff.sniff(head)
    suffix = suffix_of(filename)
    if media_type is None or suffix in ACTIVE_SUFFIXES:
        raise unsupported()
    scans = sniff.refuse_second_nature(file, media_type)
    media = _by_type(file, media_type, scans)
    if suffix and media_type in _SUFFIXES and suffix not in _SUFFIXES[media_type]:
        # image.png that is a JPEG is harmless and common; it is said, not refused.
        return replace(media, findings=(*media.findings, "suffix_differs"))
    return media


def _by_type(file: BinaryIO, media_type: str, scans: int) -> Media:
    file.seek(0)
    if media_type in _IMAGES:
        return inspect_image(file, media_type, scans)
    if media_type == sniff.ZIP:
        return inspect_office(file)
    if media_type == sniff.PDF:
        return _inspect_pdf(file)
    return inspect_sound(file, media_type)


def _inspect_pdf(file: BinaryIO) -> Media:
    """Whole, and not an image or a page under a PDF's first line."""
    size = size_of(file)
    file.seek(max(0, size - _PDF_TAIL))
    if b"%%EOF" not in file.read():
        raise broken()
    file.seek(0)
    head = file.read(sniff.HEAD_BYTES)
    if b"\xff\xd8\xff" in head[:64] or head[257:262] == b"ustar":
        raise mixed()
    return Media(media_type=sniff.PDF, kind="document")
