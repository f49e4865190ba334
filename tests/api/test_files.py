"""Files over the API."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from genjin.kernel.evidence.models import File
from tests.api.caller import Caller, codes, file, ok, problem
from tests.factories import Cast, customer, visit_body
from tests.lib.files import exif, office, photo, png_claiming, wav

pytestmark = pytest.mark.django_db


def originals() -> set[str]:
    return {
        path.name
        for path in Path(settings.GENJIN_FILES_DIR).rglob("*")
        if path.is_file() and path.parent.name != "parts"
    }


def test_original_lies_unaltered_and_comes_back_byte_for_byte(people: Cast, rep: Caller) -> None:
    content = photo(exif=exif())
    made = ok(rep.upload(file(content, "现场 照片.jpg")), 201)
    assert set(made) == {"id", "name", "sha256", "size_bytes", "media_type", "captured_at", "findings"}
    assert (made["sha256"], made["size_bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (made["media_type"], made["captured_at"]) == ("image/jpeg", "2026-11-23T10:00:00+08:00")
    assert made["sha256"] in originals()
    assert ok(rep.get(f"/files/{made['id']}")) == made
    answer = rep.get(f"/files/{made['id']}/content")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (photo(kind="PNG"), "a.png"),
        (photo(kind="WEBP"), "a.webp"),
        (wav(3), "a.wav"),
        (office("word/document.xml"), "a.docx"),
    ],
)  # fmt: skip
def test_other_kinds_are_taken(rep: Caller, content: bytes, name: str) -> None:
    assert ok(rep.upload(file(content, name)), 201)["name"] == name


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"MZ" + bytes(900), "现场.jpg", 415),
        (b"<html><script>alert(1)</script></html>", "现场.jpg", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", 415),
        (png_claiming(30_000, 30_000), "a.png", 413),
        (b"\xff\xd8\xff" + bytes(50), "a.jpg", 422),
        (b"plain words", "a.txt", 415),
        (bytes(25 * 1024 * 1024 + 1), "a.jpg", 413),
        (bytes(26 * 1024 * 1024), "a.jpg", 413),
    ],
)
def test_hostile_files_are_refused_in_words_and_leave_nothing(
    rep: Caller, content: bytes, name: str, status: int
) -> None:
    before = originals()
    refused = rep.upload(file(content, name))
    assert refused.status_code in ({status, 415} if status == 422 else {status}), refused.content
    problem(refused, refused.status_code, refused.json()["code"])
    assert originals() == before
    assert not File.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.jpg", "a\r\nX-Evil: 1.jpg", "a\u202egpj.exe.jpg", "x" * 300 + ".jpg", "nul\x00.jpg"]
)
def test_names_come_back_cleaned(rep: Caller, name: str) -> None:
    made = ok(rep.upload(file(photo(), name)), 201)
    assert not set(made["name"]) & set("/\\\r\n\x00\u202e")
    assert len(made["name"]) <= 200
    headers = rep.get(f"/files/{made['id']}/content").headers
    assert "X-Evil" not in headers


def test_only_one_part_named_file_is_taken(rep: Caller) -> None:
    assert codes(problem(rep.upload(file(photo()), field="photo"), 422, "invalid")) >= {("photo", "unknown_field")}
    problem(rep.post("/files", {"file": "x"}), 415, "unsupported_media_type")
    problem(
        rep.send("POST", "/files", raw=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x"), 422, "invalid"
    )
    problem(rep.send("POST", "/files", raw=b"x", content_type="multipart/form-data"), 400, "bad_request")
    problem(rep.upload(file(b"", "a.jpg")), 422, "empty_file")
    assert not File.objects.exists()


def test_file_is_seen_by_its_sender_and_by_readers_of_a_record_that_uses_it(
    people: Cast, rep: Caller, supervisor: Caller, stranger: Caller
) -> None:
    made = ok(rep.upload(file(photo())), 201)
    for other in (supervisor, stranger):
        for path in (f"/files/{made['id']}", f"/files/{made['id']}/content"):
            problem(other.get(path), 404, "not_found")
    ok(rep.post("/visits", visit_body(people.rep, customer(people.rep), photos=[made["id"]])), 201)
    assert ok(supervisor.get(f"/files/{made['id']}")) == made
    problem(stranger.get(f"/files/{made['id']}/content"), 404, "not_found")
