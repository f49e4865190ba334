"""Files in pieces: resumed, judged, protected."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from genjin.kernel.evidence.models import File, FileUse, Upload
from tests.factories import Cast, customer
from tests.lib.files import archive, exif, photo, png_claiming

GOOD = photo(1280, 960)


def send(client: Client, content: bytes, name: str = "现场.jpg", *, piece: int = 1_000_000) -> Any:
    """The whole way of a file, as the form's script goes it; the last answer."""
    started = begin(client, content, name)
    if started.status_code != 201:
        return started
    upload, offset = started.json()["upload"], started.json()["offset"]
    answer = started
    while offset < len(content):
        answer = patch(client, upload, offset, content[offset : offset + piece])
        if answer.status_code >= 300:
            return answer
        offset = answer.json()["offset"]
    return answer


def begin(client: Client, content: bytes, name: str = "现场.jpg", **changes: Any) -> Any:
    body = {
        "name": name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": "image/jpeg",
    }
    return client.post("/uploads/", body | changes, content_type="application/json")


def patch(client: Client, upload: str, offset: int | str, piece: bytes) -> Any:
    return client.patch(
        f"/uploads/{upload}/", piece, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)}
    )


@pytest.fixture(autouse=True)
def clean_store() -> Iterator[None]:
    """No file of another test."""
    yield
    for part in (Path(settings.GENJIN_FILES_DIR) / "parts").glob("*"):
        part.unlink()


def test_photo_arrives_in_pieces_and_lies_unaltered(rep: Client) -> None:
    content = photo(1280, 960, exif=exif())
    file = send(rep, content, "../../远驰\u202e大门.jpg", piece=10_000).json()["file"]
    stored = File.objects.get(id=int(file["id"]))
    assert (Path(settings.GENJIN_FILES_DIR) / stored.storage_path).read_bytes() == content
    assert stored.storage_path == f"{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.sha256}"
    assert file["name"] == "远驰大门.jpg"
    assert file["captured_at"].startswith("2026-11-23T10:00:00+08:00") or file["captured_at"].startswith(
        "2026-11-23T02:00"
    )
    assert not list((Path(settings.GENJIN_FILES_DIR) / "parts").iterdir())


def test_upload_goes_on_where_it_broke_off(rep: Client) -> None:
    upload = begin(rep, GOOD).json()["upload"]
    patch(rep, upload, 0, GOOD[:5000])
    assert rep.get(f"/uploads/{upload}/").json()["offset"] == 5000
    late = patch(rep, upload, 0, GOOD[:5000])
    assert (late.status_code, late.json()["code"]) == (409, "offset_differs")
    done = patch(rep, upload, 5000, GOOD[5000:])
    assert done.status_code == 201
    assert rep.get(f"/uploads/{upload}/").json()["file"]["id"] == done.json()["file"]["id"]
    assert patch(rep, upload, 0, GOOD).status_code == 409


def test_same_bytes_again_are_there_at_once(rep: Client) -> None:
    first = send(rep, GOOD).json()["file"]["id"]
    again = begin(rep, GOOD).json()
    assert (again["offset"], again["file"]["id"]) == (len(GOOD), first)


def test_what_a_killed_process_left_is_finished_by_who_asks(rep: Client, people: Cast) -> None:
    upload = begin(rep, GOOD).json()["upload"]
    patch(rep, upload, 0, GOOD[:-1])
    from genjin.kernel.evidence.uploads import _part

    _part(upload).write_bytes(GOOD)
    Upload.objects.filter(id=upload).update(received=len(GOOD))
    assert rep.get(f"/uploads/{upload}/").json()["file"]


def test_damaged_arrival_is_given_up(rep: Client) -> None:
    upload = begin(rep, GOOD, sha256="0" * 64).json()["upload"]
    answer = patch(rep, upload, 0, GOOD)
    assert (answer.status_code, answer.json()["code"]) == (422, "checksum_differs")
    assert rep.get(f"/uploads/{upload}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 600, 415),
        ("page.jpg", b"<html><script>alert(1)</script></html>" * 20, 415),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>" * 5, 415),
        ("tool.exe", GOOD, 415),
        ("huge.png", png_claiming(30_000, 30_000), 413),
        ("cut.jpg", GOOD[:200], 422),
        ("archive.zip", archive({"a.txt": "a"}), 415),
    ],
)
def test_hostile_files_are_refused_with_words(rep: Client, name: str, content: bytes, status: int) -> None:
    answer = send(rep, content, name)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not File.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"size": 26 * 1024 * 1024}, 413), ({"size": 0}, 422), ({"size": "many"}, 422), ({"size": -1}, 422), ({"size": True}, 422),
     ({"sha256": "x"}, 422), ({"sha256": None}, 422), ({"name": " "}, 422), ({"name": 7}, 422)],
)  # fmt: skip
def test_odd_announcements_are_refused(rep: Client, changes: dict[str, Any], status: int) -> None:
    assert begin(rep, GOOD, **changes).status_code == status


@pytest.mark.parametrize("offset", ["", "-1", "a", "9" * 20, "１"])
def test_odd_offsets_are_unreadable(rep: Client, offset: str) -> None:
    upload = begin(rep, GOOD).json()["upload"]
    assert patch(rep, upload, offset.encode().decode("latin-1"), GOOD).status_code in (400, 409)


def test_more_bytes_than_announced_are_refused(rep: Client) -> None:
    upload = begin(rep, GOOD).json()["upload"]
    assert patch(rep, upload, 0, GOOD + b"x").status_code == 413


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":' * 400 + b"1" + b"}" * 400, b"\xff"])
def test_odd_bodies_are_unreadable(rep: Client, body: bytes) -> None:
    assert rep.post("/uploads/", body, content_type="application/json").status_code == 400


def test_uploads_are_their_senders_alone(rep: Client, stranger: Client) -> None:
    upload = begin(rep, GOOD).json()["upload"]
    assert stranger.get(f"/uploads/{upload}/").status_code == 404
    assert patch(stranger, upload, 0, GOOD).status_code == 404


def test_download_is_caged_and_small_picture_tells_nothing(rep: Client) -> None:
    file = send(rep, photo(1280, 960, exif=exif())).json()["file"]
    original = rep.get(f"/files/{file['id']}/")
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert original["X-Content-Type-Options"] == "nosniff"
    thumb = rep.get(file["thumb"])
    image = Image.open(io.BytesIO(b"".join(thumb.streaming_content)))
    assert max(image.size) <= 480
    assert not image.getexif()


def test_file_is_seen_by_who_may_read_the_record_it_stands_on(
    rep: Client, stranger: Client, supervisor: Client, people: Cast
) -> None:
    file = int(send(rep, GOOD).json()["file"]["id"])
    assert [c.get(f"/files/{file}/").status_code for c in (rep, supervisor, stranger)] == [200, 404, 404]
    here = customer(people.rep)
    FileUse.objects.create(file_id=file, object_key="customer", record_id=here, role="photo", sha256="0" * 64)
    assert [c.get(f"/files/{file}/").status_code for c in (rep, supervisor, stranger)] == [200, 200, 404]
    assert stranger.get(f"/files/{file}/thumb/").status_code == 404


def test_lost_original_is_said(rep: Client) -> None:
    file = send(rep, GOOD).json()["file"]
    stored = File.objects.get(id=int(file["id"]))
    (Path(settings.GENJIN_FILES_DIR) / stored.storage_path).unlink()
    assert rep.get(f"/files/{file['id']}/").status_code == 404
