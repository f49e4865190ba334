"""A visit shows where it was: a photo taken for it, or other proof where photos are forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.sales.activity.subject import SeenFile, VisitSubject


def run(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """Nothing shown; a photo too small; a photo that stands on another visit; a capture time nobody knows.

    A visit with one good photo beside a reused or small one is valid evidence (§1: ≥ 1 valid photo): then the other
    is only recorded.
    """
    images = [photo for photo in subject.photos if photo.kind == "image"]
    found = [finding for photo in images for finding in _look_at(photo, params)]
    blamed = {finding.link for finding in found}
    if any(str(photo.id) not in blamed for photo in images):
        return []
    if subject.no_photo and subject.proofs:
        return []
    if not images:
        return [Finding("photos", "photo_required", _missing(subject))]
    return [Finding(f.field, f.code, f.message) for f in found]


def _look_at(photo: SeenFile, params: Mapping[str, Any]) -> list[Finding]:
    if photo.used_on is not None:
        words = _("This photo stands on the visit of %(day)s already. Take one now.") % {
            "day": f"{photo.used_on:%m-%d}"
        }
        return [Finding("photos", "photo_reused", words, link=str(photo.id))]
    if photo.short_side < params["min_short_side"]:
        words = _("The photo is %(w)s × %(h)s; the short side needs %(min)s pixels. Take it larger.") % {
            "w": photo.width, "h": photo.height, "min": params["min_short_side"],
        }  # fmt: skip
        return [Finding("photos", "photo_too_small", words, link=str(photo.id))]
    return []


def _missing(subject: VisitSubject) -> str:
    if subject.no_photo:
        return _("One proof: visitor slip, name card, whiteboard or document.")
    return _("One photo of the place.")


CHECK = Check(
    "photo", "visit", ("photo_required", "photo_too_small", "photo_reused"), run, params={"min_short_side": 640}
)
