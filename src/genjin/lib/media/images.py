"""Photos: checked by their header before any pixel is decoded, hashed for likeness, shown without their EXIF."""

from __future__ import annotations

import os
import struct
import tempfile
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib import import_module
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from genjin.lib.media import sniff
from genjin.lib.media.model import Media, MediaRefused, broken

# 8192 × 6144 is what the 50-megapixel phones write.
MAX_PIXELS = 8192 * 6144
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# A camera's odd EXIF is no news for our log.
warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")

_MAX_SCANS = 100
_FORMATS = {sniff.JPEG: "JPEG", sniff.PNG: "PNG", sniff.WEBP: "WEBP", sniff.HEIC: "HEIF"}
# Only JPEG can be decoded small. The others take 4 bytes a pixel, so the big ones wait for each other.
_BIG_PIXELS = 12_000_000
_one_big_picture = threading.Lock()
_DECODE_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, OverflowError,
    struct.error, zlib.error, ZeroDivisionError, RuntimeError, MemoryError,
)  # fmt: skip

_HASH_SIDE = 8
_FLAT_CONTRAST = 4
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN, _OFFSET, _ORIENTATION = 0x9003, 0x9011, 0x0112


@dataclass(frozen=True)
class _Shot:
    captured_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def heic_is_readable() -> bool:
    """Whether the optional decoder is installed."""
    return find_spec("pillow_heif") is not None


def inspect_image(file: BinaryIO, media_type: str, scans: int) -> Media:
    """Size, time, place and likeness hash of a photo. Raises MediaRefused."""
    if scans > _MAX_SCANS:
        raise broken()
    with _opened(file, media_type) as image:
        turned = _orientation(image) >= 5
        width, height = image.size[::-1] if turned else image.size
        shot = _shot(image)
        grey = _decoded(image, "L", 9 * _HASH_SIDE)
    return Media(
        media_type=media_type,
        kind="image",
        width=width,
        height=height,
        captured_at=shot.captured_at,
        lat=shot.lat,
        lon=shot.lon,
        dhash=dhash(grey),
        findings=() if shot.captured_at else ("captured_at_unknown",),
    )


def thumbnail(src_path: Path | str, max_px: int, out_path: Path | str) -> tuple[int, int]:
    """Write a picture of at most `max_px` a side, upright, without EXIF, as the suffix of `out_path` says (.webp or
    .jpg); returns its width and height. The file appears whole or not at all."""
    out_path = Path(out_path)
    with open(src_path, "rb") as file:
        media_type = sniff.sniff(file.read(sniff.HEAD_BYTES))
        if media_type not in _FORMATS:
            raise broken()
        file.seek(0)
        with _opened(file, media_type) as image:
            small = _decoded(image, "RGB", max_px)
    small.thumbnail((max_px, max_px), Image.Resampling.LANCZOS)
    kind = "WEBP" if out_path.suffix.lower() == ".webp" else "JPEG"
    handle, name = tempfile.mkstemp(dir=out_path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            small.save(out, kind, quality=80, **({"method": 3} if kind == "WEBP" else {"optimize": True}))
        os.replace(name, out_path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return small.size


def dhash(grey: Image.Image) -> int | None:
    """64 bits, each telling whether a cell is darker than its right neighbour; None for a flat picture."""
    cells = grey.convert("L").resize((_HASH_SIDE + 1, _HASH_SIDE), Image.Resampling.BOX).tobytes()
    if max(cells) - min(cells) < _FLAT_CONTRAST:
        return None
    bits = 0
    for row in range(_HASH_SIDE):
        for column in range(_HASH_SIDE):
            at = row * (_HASH_SIDE + 1) + column
            bits = bits << 1 | (cells[at] < cells[at + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def hamming(a: int, b: int) -> int:
    """Number of bits in which two hashes differ."""
    return ((a ^ b) & (1 << 64) - 1).bit_count()


@contextmanager
def _opened(file: BinaryIO, media_type: str) -> Iterator[Image.Image]:
    """The image with its header read and its size judged. Everything a decoder can throw becomes a refusal."""
    if media_type == sniff.HEIC:
        _learn_heic()
    try:
        with Image.open(file, formats=[_FORMATS[media_type]]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            if media_type != sniff.JPEG and image.width * image.height > _BIG_PIXELS:
                with _one_big_picture:
                    yield image
            else:
                yield image
    except MediaRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _DECODE_ERRORS:
        raise broken() from None


def _decoded(image: Image.Image, mode: str, side: int) -> Image.Image:
    """Decode no more than needed for `side` pixels, upright, transparent parts on white."""
    image.draft(mode, (side, side))
    image.load()
    scale = max(1, min(image.size) // max(side, 1))
    orientation = _orientation(image)
    small = image.reduce(scale) if scale > 1 and image.mode not in ("P", "1") else image
    if small.mode in ("RGBA", "LA", "PA", "P", "RGBa", "La"):
        small = small.convert("RGBA")
        white = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(white, small)
    small = small.convert(mode)
    turn = _TURNS.get(orientation)
    return small.transpose(turn) if turn is not None else small


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> int:
    value = _exif(image).get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _exif(image: Image.Image) -> Any:
    try:
        return image.getexif()
    except _DECODE_ERRORS:
        return {}


def _shot(image: Image.Image) -> _Shot:
    """Time and place as the camera wrote them; a broken entry counts as none."""
    exif = _exif(image)
    if not exif:
        return _Shot()
    lat, lon = _position(_ifd(exif, _GPS_IFD))
    return _Shot(_taken_at(_ifd(exif, _EXIF_IFD)), lat, lon)


def _ifd(exif: Any, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except _DECODE_ERRORS:
        return {}


def _taken_at(ifd: dict[int, Any]) -> datetime | None:
    try:
        taken = datetime.strptime(str(ifd[_TAKEN]).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (naive is the answer)
    except (KeyError, ValueError):
        return None
    if taken.year < 1990:
        return None
    try:
        sign, hours, minutes = str(ifd[_OFFSET])[0], int(str(ifd[_OFFSET])[1:3]), int(str(ifd[_OFFSET])[4:6])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
        return taken.replace(tzinfo=timezone(offset)) if sign in "+-" else taken
    except (KeyError, ValueError, IndexError):
        return taken


def _position(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(gps[2]) * (-1 if str(gps.get(1)).upper().startswith("S") else 1)
        lon = _degrees(gps[4]) * (-1 if str(gps.get(3)).upper().startswith("W") else 1)
    except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError):
        return None, None
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180) or (lat, lon) == (0, 0):
        return None, None
    return lat, lon


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _learn_heic() -> None:
    if not heic_is_readable():
        raise MediaRefused(
            "unsupported_type",
            _("HEIC photos cannot be read here. Set the phone's camera to JPEG (“most compatible”)."),
        )
    import_module("pillow_heif").register_heif_opener()


def _too_many_pixels() -> MediaRefused:
    return MediaRefused("too_many_pixels", _("The picture has more than 50 megapixels. Send a smaller one."))
