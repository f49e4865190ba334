"""The type of a file by its first bytes, and a second nature hidden in it."""

from __future__ import annotations

import re
from typing import BinaryIO

from genjin.lib.media.model import mixed, size_of

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
PDF, ZIP = "application/pdf", "application/zip"
MP3, M4A, AMR, WAV = "audio/mpeg", "audio/mp4", "audio/amr", "audio/wav"

HEAD_BYTES = 4096
_CHUNK = 1 << 20
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
_SOUND_BRANDS = {
    b"M4A ",
    b"M4B ",
    b"mp42",
    b"mp41",
    b"isom",
    b"iso2",
    b"iso5",
    b"iso6",
    b"dash",
    b"3gp4",
    b"3gp5",
    b"3gp6",
}
# Long enough that compressed pixels do not hold them by chance.
_MARKUP = re.compile(
    rb"<script[\s>/]|<\?php\s|<!doctype html|<html[\s>]|<iframe[\s>]|<svg\s+(?:xmlns|onload)|javascript:", re.IGNORECASE
)
_OVERLAP = 32
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 22 + 65_535


def sniff(head: bytes) -> str | None:
    """The media type that the first bytes promise; None for what we do not take."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return AMR
    if head.startswith(b"ID3") or (len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return MP3
    return None


def refuse_second_nature(file: BinaryIO, media_type: str) -> int:
    """Refuse what is also a web page or an archive; returns the number of JPEG scans passed by.

    Phones append films and depth maps to photos, so bytes after the end are normal: only what something would run or
    unpack is refused.
    """
    size = size_of(file)
    if media_type == ZIP:
        return 0
    file.seek(max(0, size - _ZIP_TAIL))
    _refuse_archive_at_end(file.read())
    limit = 1024 if media_type == PDF else size
    scans = 0
    before = b""
    file.seek(0)
    while limit > 0 and (chunk := file.read(min(_CHUNK, limit))):
        limit -= len(chunk)
        window = before + chunk
        if _MARKUP.search(window):
            raise mixed()
        if media_type == JPEG:
            scans += window.count(b"\xff\xda") - before.count(b"\xff\xda")
        before = window[-_OVERLAP:]
    file.seek(0)
    return scans


def _by_brand(brand: bytes) -> str | None:
    if brand in _HEIF_BRANDS:
        return HEIC
    return M4A if brand in _SOUND_BRANDS else None


def _refuse_archive_at_end(tail: bytes) -> None:
    """A zip is found by its end: an end record whose comment reaches to the last byte makes the file an archive."""
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        if at + 22 <= len(tail) and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            raise mixed()
        at = tail.rfind(_ZIP_END, 0, at)
