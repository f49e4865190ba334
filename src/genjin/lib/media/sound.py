"""Sound recordings: enough of their structure to know that they are one, and how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from genjin.lib.media import sniff
from genjin.lib.media.model import Media, broken, size_of, unsupported

_AMR_FRAME_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)
_AMR_WB_FRAME_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
_MP3_KBITS = {
    (1, 3): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MAX_BOXES = 1000
_MAX_FRAMES = 2_000_000


def inspect_sound(file: BinaryIO, media_type: str) -> Media:
    """Raises MediaRefused for what only begins like a recording."""
    file.seek(0)
    measure = {sniff.WAV: _wav_s, sniff.AMR: _amr_s, sniff.M4A: _m4a_s, sniff.MP3: _mp3_s}[media_type]
    seconds = measure(file, size_of(file))
    return Media(media_type=media_type, kind="audio", duration_s=round(seconds, 2) if seconds is not None else None)


def _wav_s(file: BinaryIO, size: int) -> float:
    file.seek(12)
    rate = 0
    for _chunk in range(_MAX_BOXES):
        header = file.read(8)
        if len(header) < 8:
            break
        name, length = header[:4], int.from_bytes(header[4:], "little")
        if name == b"fmt ":
            body = file.read(16)
            rate = int.from_bytes(body[8:12], "little") if len(body) == 16 else 0
            file.seek(length - len(body) + length % 2, 1)
        elif name == b"data":
            if not rate:
                break
            return min(length, size - file.tell()) / rate
        else:
            file.seek(length + length % 2, 1)
    raise broken()


def _amr_s(file: BinaryIO, size: int) -> float:
    wide = file.read(9) == b"#!AMR-WB\n"
    sizes = _AMR_WB_FRAME_BYTES if wide else _AMR_FRAME_BYTES
    file.seek(9 if wide else 6)
    data = file.read()
    at = frames = 0
    while at < len(data):
        length = sizes[data[at] >> 3 & 15]
        if not length:
            raise broken()
        at += length
        frames += 1
    if not frames:
        raise broken()
    return frames * 0.02


def _m4a_s(file: BinaryIO, size: int) -> float | None:
    """An MP4 with sound and without picture."""
    moov = next((body for name, body in _boxes(file, 0, size) if name == b"moov"), None)
    if moov is None:
        raise broken()
    handlers: set[bytes] = set()
    seconds: float | None = None
    for name, (start, end) in _boxes(file, *moov):
        if name == b"mvhd":
            seconds = _mvhd_s(file, start)
        elif name == b"trak":
            handlers |= _handlers(file, start, end)
    if b"vide" in handlers:
        raise unsupported()
    if b"soun" not in handlers:
        raise broken()
    return seconds


def _handlers(file: BinaryIO, start: int, end: int) -> set[bytes]:
    found = set()
    for name, (inner, inner_end) in _boxes(file, start, end):
        if name == b"mdia":
            for leaf, (at, _end) in _boxes(file, inner, inner_end):
                if leaf == b"hdlr":
                    file.seek(at + 8)
                    found.add(file.read(4))
    return found


def _mvhd_s(file: BinaryIO, start: int) -> float | None:
    file.seek(start)
    body = file.read(32)
    if len(body) < 32:
        raise broken()
    scale, length = (body[20:24], body[24:32]) if body[0] == 1 else (body[12:16], body[16:20])
    units = int.from_bytes(scale, "big")
    return int.from_bytes(length, "big") / units if units else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Name and (start, end) of the content of each box between two positions."""
    at = start
    for _box in range(_MAX_BOXES):
        if at + 8 > end:
            return
        file.seek(at)
        header = file.read(16)
        length, name, head = int.from_bytes(header[:4], "big"), header[4:8], 8
        if length == 1:
            length, head = int.from_bytes(header[8:16], "big"), 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            raise broken()
        yield name, (at + head, at + length)
        at += length


def _mp3_s(file: BinaryIO, size: int) -> float:
    """Length of all frames; two must follow each other, else it only begins like an MP3."""
    data = file.read()
    at = _after_tags(data)
    seconds, frames = 0.0, 0
    while at + 4 <= len(data) and frames < _MAX_FRAMES:
        frame = _mp3_frame(data[at : at + 4])
        if frame is None:
            break
        at += frame[0]
        seconds += frame[1]
        frames += 1
    if frames < 2:
        raise broken()
    return seconds


def _after_tags(data: bytes) -> int:
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        length = 0
        for byte in data[at + 6 : at + 10]:
            length = length << 7 | byte & 0x7F
        at += 10 + length
    # Some recorders pad the tag.
    padding = len(data[at : at + 4096]) - len(data[at : at + 4096].lstrip(b"\x00"))
    return at + padding


def _mp3_frame(header: bytes) -> tuple[int, float] | None:
    """(bytes, seconds) of the frame a header opens."""
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer == 0 or bitrate in (0, 15) or rate == 3:
        return None
    kbits = _MP3_KBITS[1 if version == 3 else 2, layer][bitrate]
    hertz = _MP3_HZ[version][rate]
    padding = header[2] >> 1 & 1
    if layer == 3:
        return (12 * kbits * 1000 // hertz + padding) * 4, 384 / hertz
    samples = 576 if layer == 1 and version != 3 else 1152
    return samples // 8 * kbits * 1000 // hertz + padding, samples / hertz
