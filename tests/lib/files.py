"""Files made by hand for the tests: photos, archives, recordings, good and hostile."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib
from typing import Any

from PIL import Image


def photo(width: int = 1200, height: int = 900, kind: str = "JPEG", **how: Any) -> bytes:
    """A picture with light and shade, so that its likeness hash says something."""
    shades = Image.linear_gradient("L").resize((width, height))
    turned = Image.radial_gradient("L").resize((width, height))
    out = io.BytesIO()
    Image.merge("RGB", (shades, turned, shades.rotate(90, expand=False))).save(out, kind, **how)
    return out.getvalue()


def exif(**tags: Any) -> Image.Exif:
    """EXIF with time 10:00 at +08:00 and a place in Shanghai unless said otherwise; None leaves a tag out."""
    values = {"taken": "2026:11:23 10:00:00", "offset": "+08:00", "orientation": 6, "place": True, **tags}
    made = Image.Exif()
    if values["orientation"]:
        made[0x0112] = values["orientation"]
    if values["taken"]:
        made.get_ifd(0x8769)[0x9003] = values["taken"]
    if values["offset"]:
        made.get_ifd(0x8769)[0x9011] = values["offset"]
    if values["place"]:
        made.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.44), 3: "E", 4: (121.0, 28.0, 25.32)})
    return made


def png_claiming(width: int, height: int, rows: int | None = None) -> bytes:
    """A grey PNG whose header claims a size; a few kB whatever the size."""
    pixels = zlib.compress(bytes((width + 1) * min(height if rows is None else rows, 2000)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def archive(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def office(main_part: str, **more: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", main_part: "<x/>", **more})


def wav(seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(8000)
        target.writeframes(bytes(int(16_000 * seconds)))
    return out.getvalue()


def amr(seconds: float) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * int(seconds * 50)


def mp3(frames: int) -> bytes:
    return b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10) + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def m4a(seconds: float, *handlers: bytes) -> bytes:
    length = _box(b"mvhd", bytes(12) + struct.pack(">II", 1000, int(seconds * 1000)) + bytes(80))
    tracks = b"".join(_box(b"trak", _box(b"mdia", _box(b"hdlr", bytes(8) + kind + bytes(12)))) for kind in handlers)
    return _box(b"ftyp", b"M4A \x00\x00\x00\x00") + _box(b"moov", length + tracks)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
