"""Uploads in pieces, protected downloads, small pictures."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from genjin.kernel.errors import DomainError, NotFound
from genjin.kernel.evidence.see import see_file
from genjin.kernel.evidence.store import absolute
from genjin.kernel.evidence.thumbnails import thumbnail_of
from genjin.kernel.evidence.uploads import Progress, add_piece, start_upload, upload_progress
from genjin.web.middleware import actor_of
from genjin.web.reading import json_body
from genjin.web.uploads.wording import file_json

#: What is downloaded can do nothing in our pages' name, whatever a browser takes it for.
_CAGE = "default-src 'none'; sandbox"
_MONTH_S = 30 * 24 * 3600


class NoOffset(DomainError):
    code = "bad_request"
    status = 400
    message = "Upload-Offset: 0–…"


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """`{name, size, sha256, media_type}` → 201 `{upload, offset, file?}`."""
    body = json_body(request)
    size = body.get("size")
    progress = start_upload(
        actor_of(request),
        name=_text(body.get("name")),
        size_bytes=size if isinstance(size, int) and not isinstance(size, bool) else 0,
        sha256=_text(body.get("sha256")),
    )
    return JsonResponse(_progress_json(progress), status=201)


@require_http_methods(["GET", "PATCH"])
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """GET: where it stands. PATCH: the next piece at `Upload-Offset`; the last one answers 201 with the file."""
    actor = actor_of(request)
    if request.method == "GET":
        return JsonResponse(_progress_json(upload_progress(actor, upload_id)))
    given = request.headers.get("Upload-Offset", "")
    if not given.isascii() or not given.isdigit() or len(given) > 12:
        raise NoOffset
    progress = add_piece(actor, upload_id, offset=int(given), piece=request.body)
    return JsonResponse(_progress_json(progress), status=201 if progress.file else 200)


@require_GET
def original(request: HttpRequest, file_id: int) -> HttpResponse | FileResponse:
    """The original, as a download."""
    file = see_file(actor_of(request), file_id)
    try:
        opened = absolute(file.storage_path).open("rb")
    except FileNotFoundError as error:
        raise NotFound(_("This file is not in the store any more.")) from error
    response = FileResponse(opened, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["Content-Security-Policy"] = _CAGE
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def small(request: HttpRequest, file_id: int) -> HttpResponse | FileResponse:
    """The small picture, re-encoded, without place and camera."""
    path = thumbnail_of(see_file(actor_of(request), file_id))
    if path is None:
        raise NotFound
    response = FileResponse(path.open("rb"), content_type="image/webp" if path.suffix == ".webp" else "image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = _CAGE
    response["Cache-Control"] = f"private, max-age={_MONTH_S}, immutable"
    return response


def _progress_json(progress: Progress) -> dict[str, Any]:
    body: dict[str, Any] = {"upload": progress.upload, "offset": progress.offset}
    return body | {"file": file_json(progress.file)} if progress.file else body


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
