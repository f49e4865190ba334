"""Uploads: taken for what their bytes are, refused before they do harm."""

from __future__ import annotations

import io
import resource
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from genjin.lib.media import Media, MediaRefused, clean_name, hamming, heic_is_readable, inspect, thumbnail
from tests.lib import files

# The suite's own filters stand in for those the module sets; what is asserted holds with and without them.
pytestmark = [
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin"),
]

JPEG = files.photo()
PDF = b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def _refusal(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(MediaRefused) as refused:
        inspect(content, name)
    assert str(refused.value.message)
    return refused.value.code


def test_a_photo_tells_its_size_time_and_place() -> None:
    media = inspect(files.photo(exif=files.exif()), "IMG_1.JPG")
    assert (media.media_type, media.kind, media.width, media.height) == ("image/jpeg", "image", 900, 1200)
    assert media.captured_at is not None
    assert media.captured_at.isoformat() == "2026-11-23T10:00:00+08:00"
    assert media.lat == pytest.approx(31.2304)
    assert media.lon == pytest.approx(121.4737)
    assert media.findings == ()


def test_a_camera_without_an_offset_gives_a_naive_time() -> None:
    assert inspect(files.photo(exif=files.exif(offset=None)), "a.jpg").captured_at == datetime(2026, 11, 23, 10)


@pytest.mark.parametrize("taken", [None, "0000:00:00 00:00:00", "1970:01:01 00:00:00", "yesterday"])
def test_an_unknown_time_is_a_finding(taken: str | None) -> None:
    media = inspect(files.photo(exif=files.exif(taken=taken)), "a.jpg")
    assert media.captured_at is None
    assert media.findings == ("captured_at_unknown",)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kind"),
    [
        (files.photo(kind="PNG"), "a.png", "image/png", "image"),
        (files.photo(kind="WEBP"), "a.webp", "image/webp", "image"),
        (files.photo(progressive=True), "a.jpeg", "image/jpeg", "image"),
        (PDF, "报价.pdf", "application/pdf", "document"),
        (
            files.office("word/document.xml"),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "document",
        ),
        (
            files.office("xl/workbook.xml"),
            "a.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "document",
        ),
        (
            files.office("ppt/presentation.xml"),
            "a.pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "document",
        ),
    ],
)
def test_what_is_taken(content: bytes, name: str, media_type: str, kind: str) -> None:
    media = inspect(content, name)
    assert (media.media_type, media.kind) == (media_type, kind)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "seconds"),
    [
        (files.wav(10), "a.wav", "audio/wav", 10),
        (files.amr(12), "a.amr", "audio/amr", 12),
        (files.m4a(12.5, b"soun"), "a.m4a", "audio/mp4", 12.5),
        (files.mp3(100), "a.mp3", "audio/mpeg", 2.61),
    ],
)
def test_recordings_tell_their_length(content: bytes, name: str, media_type: str, seconds: float) -> None:
    media = inspect(content, name)
    assert (media.media_type, media.kind, media.duration_s) == (media_type, "audio", seconds)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.jpg", "empty_file"),
        (b"MZ" + bytes(500), "photo.jpg", "unsupported_type"),
        (b"\x7fELF" + bytes(500), "photo.jpg", "unsupported_type"),
        (b"<html><body>hello", "photo.jpg", "unsupported_type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "a.svg", "unsupported_type"),
        (b"GIF89a" + bytes(100), "a.gif", "unsupported_type"),
        (b"just words", "a.txt", "unsupported_type"),
        (JPEG, "photo.exe", "unsupported_type"),
        (JPEG, "photo.html", "unsupported_type"),
        (files.archive({"a.txt": "b"}), "a.zip", "unsupported_type"),
        (files.m4a(3, b"soun", b"vide"), "a.m4a", "unsupported_type"),
        (JPEG[:100], "a.jpg", "broken_file"),
        (JPEG[: len(JPEG) // 2], "a.jpg", "broken_file"),
        (JPEG[:-2], "a.jpg", "broken_file"),
        (JPEG[:-2] + b"\xff\xda" * 200 + b"\xff\xd9", "a.jpg", "broken_file"),
        (files.photo(kind="PNG")[:5000], "a.png", "broken_file"),
        (files.photo(kind="WEBP")[:500], "a.webp", "broken_file"),
        (b"\xff\xd8\xff\xe0" + bytes(1000), "a.jpg", "broken_file"),
        (PDF[:20], "a.pdf", "broken_file"),
        (files.office("word/document.xml")[:-10], "a.docx", "broken_file"),
        (files.wav(1)[:30], "a.wav", "broken_file"),
        (b"#!AMR\n", "a.amr", "broken_file"),
        (b"\xff\xfb\x90\x00" + bytes(10), "a.mp3", "broken_file"),
        (files.m4a(3), "a.m4a", "broken_file"),
        (files.office("word/document.xml", **{"../evil": "x"}), "a.docx", "broken_file"),
        (files.office("xl/workbook.xml", **{"xl/vbaProject.bin": "x"}), "a.xlsx", "macros"),
        (files.office("xl/workbook.xml", **{"xl/big.xml": bytes(100_000_000)}), "a.xlsx", "archive_bomb"),
        (files.png_claiming(30_000, 30_000), "a.png", "too_many_pixels"),
        (files.png_claiming(10_000, 8_000), "a.png", "too_many_pixels"),
        (files.png_claiming(65_535, 1_000), "a.png", "too_many_pixels"),
        (JPEG + files.archive({"a.txt": "b"}), "a.jpg", "mixed_content"),
        (JPEG + b"<script>alert(1)</script>", "a.jpg", "mixed_content"),
        (files.photo(comment=b"<?php system($_GET[0]); ?>"), "a.jpg", "mixed_content"),
        (PDF.replace(b"1 0 obj", b"<script>alert(1)</script>"), "a.pdf", "mixed_content"),
    ],
)
def test_what_is_refused(content: bytes, name: str, code: str) -> None:
    assert _refusal(content, name) == code


def test_a_document_with_macros_by_its_content_types_is_refused() -> None:
    types = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert _refusal(files.archive({"[Content_Types].xml": types, "word/document.xml": "x"}), "a.docx") == "macros"


@pytest.mark.skipif(heic_is_readable(), reason="the HEIC decoder is installed here")
def test_heic_is_refused_where_it_cannot_be_decoded() -> None:
    assert _refusal(b"\x00\x00\x00\x18ftypheic" + bytes(100), "a.heic") == "unsupported_type"


def test_the_film_a_phone_appends_to_a_photo_is_fine() -> None:
    assert inspect(JPEG + files.m4a(2, b"vide"), "MVIMG.jpg").kind == "image"


def test_a_wrong_but_harmless_suffix_is_said() -> None:
    assert "suffix_differs" in inspect(JPEG, "screenshot.png").findings
    assert "suffix_differs" not in inspect(JPEG, "screenshot").findings


def test_900_megapixels_cost_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = files.png_claiming(30_000, 30_000)
    for _again in range(5):
        assert _refusal(bomb, "a.png") == "too_many_pixels"
    # 900 megapixels decoded would be 900 MB at least; the test's own bytes are 60 MB before compression.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_the_same_scene_resized_and_recompressed_stays_alike() -> None:
    image = Image.open(io.BytesIO(files.photo(4000, 3000, quality=92)))
    out = io.BytesIO()
    image.resize((1000, 750)).save(out, "JPEG", quality=40)
    first, second = inspect(files.photo(4000, 3000, quality=92), "a.jpg"), inspect(out.getvalue(), "b.jpg")
    assert first.dhash is not None
    assert second.dhash is not None
    assert hamming(first.dhash, second.dhash) <= 5
    assert -(1 << 63) <= first.dhash < 1 << 63
    mirrored = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_180).save(mirrored, "JPEG")
    other = inspect(mirrored.getvalue(), "c.jpg").dhash
    assert other is not None
    assert hamming(first.dhash, other) > 10


def test_a_flat_picture_is_like_none() -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 800), "navy").save(out, "PNG")
    assert inspect(out.getvalue(), "a.png").dhash is None
    assert hamming(-1, 0) == 64


@pytest.mark.parametrize("suffix", [".webp", ".jpg"])
def test_a_thumbnail_is_upright_small_and_without_exif(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / "a.jpg", tmp_path / f"small{suffix}"
    source.write_bytes(files.photo(4000, 3000, exif=files.exif()))
    assert thumbnail(source, 640, target) == (480, 640)
    with Image.open(target) as small:
        assert small.size == (480, 640)
        assert not dict(small.getexif())
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_transparent_parts_of_a_thumbnail_are_white(tmp_path: Path) -> None:
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(tmp_path / "a.png")
    thumbnail(tmp_path / "a.png", 64, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as small:
        assert small.getpixel((32, 32)) == (255, 255, 255)


def test_a_broken_source_leaves_no_thumbnail(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG[:300])
    with pytest.raises(MediaRefused):
        thumbnail(tmp_path / "a.jpg", 64, tmp_path / "b.webp")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张\\现场 照片（1）.JPG", "现场 照片(1).JPG"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\x00b\r\n.jpg", "ab.jpg"),
        ("x\ud800.png", "x.png"),
        ('a<b>:"|?*c.png', "a_b______c.png"),
        ("con.txt", "_con.txt"),
        (" .hidden. ", "hidden"),
        ("", "file"),
        ("...", "file"),
        ("a/", "file"),
        ("很" * 300 + ".jpg", "很" * 65 + ".jpg"),
    ],
)
def test_names_are_cleaned(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@given(st.text(alphabet=st.characters(), max_size=300))
def test_every_name_becomes_one_that_can_be_stored(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert len(cleaned) <= 120
    assert len(cleaned.encode("utf-8")) <= 200
    assert not set(cleaned) & set('/\\\x00\n<>:"|?*\u202e')
    assert clean_name(cleaned) == cleaned


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(
    st.sampled_from(
        [
            JPEG[:3000],
            files.photo(64, 64, "PNG"),
            files.photo(64, 64, "WEBP"),
            PDF,
            files.office("word/document.xml"),
            files.m4a(3, b"soun"),
            files.mp3(3),
            files.wav(0.1),
            files.amr(0.1),
            files.photo(64, 64, exif=files.exif()),
        ]
    ),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12),
    st.integers(0, 10_000),
)
def test_any_damage_gives_a_file_or_a_refusal(content: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(content)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        media = inspect(bytes(damaged[: max(1, cut)]), "a.jpg")
    except MediaRefused:
        return
    assert isinstance(media, Media)
