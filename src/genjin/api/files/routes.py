"""Routes of files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router

from genjin.api import shapes
from genjin.api.http import parameters
from genjin.api.http.answers import answer, moment
from genjin.api.http.bearer import Bearer, actor_of
from genjin.api.http.bodies import sent_length
from genjin.api.http.describing import IDEMPOTENCY_KEY, reads
from genjin.api.http.errors import TooLarge, Unreadable, WrongMediaType
from genjin.api.http.ids import path_id
from genjin.api.http.writing import once
from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.evidence.models import File
from genjin.kernel.evidence.see import see_file
from genjin.kernel.evidence.store import absolute
from genjin.kernel.evidence.take_in import MAX_BYTES, take_in
from genjin.lib.hashing import sha256_hex

router = Router(tags=["files"])

#: Room for the multipart frame around a file of the largest size.
_FRAME_BYTES = 64 * 1024
NOT_MULTIPART = gettext_lazy("Send multipart/form-data with one part `file`.")
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}


@router.post(
    "/files", auth=Bearer(), summary="Send a file",
    response={201: shapes.File, (400, 401, 409, 411, 413, 415, 422, 429, 503): shapes.Problem},
    openapi_extra={"parameters": [IDEMPOTENCY_KEY], "requestBody": _BODY},
)  # fmt: skip
def create_file(request: HttpRequest) -> HttpResponse:
    """The original is kept unaltered; `name` comes back cleaned."""
    actor = actor_of(request)
    name, content = _sent(request)
    identity = {"name": name, "sha256": sha256_hex(content)}
    return once(request, actor, identity, lambda: shown(take_in(actor, content, name)), status=201)


@router.get("/files/{file_id}", auth=Bearer(), **reads("Read about a file", shapes.File))
def read_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """Who sent it may, and whoever may read a record that uses it."""
    parameters.read(request, ())
    return answer(shown(see_file(actor_of(request), path_id(file_id))))


@router.get(
    "/files/{file_id}/content", auth=Bearer(), summary="Read a file's bytes",
    response={200: None, (401, 404, 429, 503): shapes.Problem},
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)  # fmt: skip
def read_content(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """The original, as a download that no browser will run."""
    parameters.read(request, ())
    file = see_file(actor_of(request), path_id(file_id))
    response = FileResponse(absolute(file.storage_path).open("rb"), content_type=file.media_type)
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def shown(file: File) -> dict[str, Any]:
    """A file as every route shows it."""
    return {
        "id": str(file.id),
        "name": file.name,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "media_type": file.media_type,
        "captured_at": moment(file.captured_at),
        "findings": file.findings,
    }


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """Name and bytes of the one file sent. Raises TooLarge, WrongMediaType, Unreadable, Refused."""
    if sent_length(request) > MAX_BYTES + _FRAME_BYTES:
        raise TooLarge
    if request.content_type != "multipart/form-data":
        raise WrongMediaType(NOT_MULTIPART)
    try:
        parts, texts = request.FILES, request.POST
    except UnicodeDecodeError:
        raise Unreadable from None
    errors = [
        FieldError(key[:80], "unknown_field", _("There is no such field.")) for key in [*parts, *texts] if key != "file"
    ]
    if "file" in texts or len(parts.getlist("file")) > 1:
        errors.append(FieldError("file", "wrong_type", _("Send one file.")))
    elif "file" not in parts:
        errors.append(FieldError("file", "file_required", _("Send one file.")))
    if errors:
        raise Refused(errors=errors)
    (sent,) = parts.getlist("file")
    return sent.name or "", sent.read()
