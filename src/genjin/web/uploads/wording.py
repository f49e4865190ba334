"""A file as pages and their scripts see it, with what was seen in it, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.evidence.models import File
from genjin.web.shell.wording import moment_words

SHORTEST_SIDE_PX = 640


def file_json(file: File) -> dict[str, Any]:
    """The answer of a finished upload."""
    return {
        "id": str(file.id), "name": file.name, "sha256": file.sha256, "width": file.width, "height": file.height,
        "captured_at": file.captured_at.isoformat() if file.captured_at else None,
        "findings": findings(file), "thumb": thumb_url(file),
    }  # fmt: skip


def thumb_url(file: File) -> str | None:
    """Where its small picture is; None when it is no picture."""
    return f"/files/{file.id}/thumb/" if file.kind == "image" else None


def findings(file: File) -> list[dict[str, str]]:
    """What was seen: code, words, and `ok`, `ask` or nothing."""
    seen: list[dict[str, str]] = []
    if file.kind != "image":
        return seen
    if file.captured_at is not None:
        words = _("Taken %(when)s") % {"when": moment_words(file.captured_at)}
        seen.append({"code": "captured_at", "message": words, "level": "ok"})
    elif "captured_at_unknown" in file.findings:
        seen.append({"code": "captured_at_unknown", "message": _("No capture time; counts all the same"), "level": ""})
    if min(file.width or 0, file.height or 0) < SHORTEST_SIDE_PX:
        words = _("Too small: the short side needs %(n)s pixels") % {"n": SHORTEST_SIDE_PX}
        seen.append({"code": "photo_too_small", "message": words, "level": "ask"})
    return seen
