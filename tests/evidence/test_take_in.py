"""Originals are kept unaltered and once; small pictures tell nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from genjin.kernel.events.models import Event
from genjin.kernel.evidence.errors import FileRefused, FileTooLarge
from genjin.kernel.evidence.models import File
from genjin.kernel.evidence.store import absolute, store
from genjin.kernel.evidence.take_in import MAX_BYTES, take_in
from genjin.kernel.evidence.thumbnails import make_thumbnail, thumbnail_of
from tests.factories import Cast, cast
from tests.lib.files import exif, photo


@pytest.fixture
def people(db: None) -> Cast:
    """Everybody."""
    return cast()


def test_same_content_lies_in_one_place() -> None:
    first, again = store(b"the very same"), store(b"the very same")
    assert first == again
    assert absolute(first.path).read_bytes() == b"the very same"
    assert not [part for part in (Path(settings.GENJIN_FILES_DIR) / "parts").iterdir() if part.name.startswith("in-")]


@pytest.mark.parametrize("path", ["../secret_key", "/etc/passwd", "ab/../../x"])
def test_no_path_leads_out_of_the_store(path: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        absolute(path)


def test_photo_is_known_by_size_time_and_likeness(people: Cast) -> None:
    file = take_in(people.rep, photo(1280, 960, exif=exif(orientation=None)), "现场.jpg")
    assert (file.kind, file.width, file.height) == ("image", 1280, 960)
    assert file.captured_at is not None
    assert file.captured_at.isoformat().startswith("2026-11-23T")
    assert file.dhash is not None
    assert Event.objects.filter(kind="file.taken_in", record_id=file.id).exists()


def test_camera_without_offset_shows_company_time(people: Cast) -> None:
    file = take_in(people.rep, photo(1280, 960, exif=exif(offset=None)), "现场.jpg")
    assert file.captured_at is not None
    assert file.captured_at.utcoffset() is not None


def test_refused_file_leaves_nothing(people: Cast) -> None:
    with pytest.raises(FileRefused):
        take_in(people.rep, b"MZ" + b"\x00" * 600, "photo.jpg")
    with pytest.raises(FileTooLarge):
        take_in(people.rep, b"\xff" * (MAX_BYTES + 1), "photo.jpg")
    assert not File.objects.exists()


def test_small_picture_is_made_once_and_carries_no_exif(people: Cast) -> None:
    file = take_in(people.rep, photo(2000, 1500, exif=exif()), "现场.jpg")
    make_thumbnail(file.id)
    make_thumbnail(file.id)
    path = thumbnail_of(File.objects.get(id=file.id))
    assert path is not None
    with Image.open(path) as image:
        assert max(image.size) == 480
        assert not image.getexif()
    make_thumbnail(file.id + 1)  # a file that is gone is no failure


def test_document_has_no_small_picture(people: Cast) -> None:
    file = take_in(people.rep, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n", "报价.pdf")
    assert file.kind == "document"
    assert thumbnail_of(file) is None
