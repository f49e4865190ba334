"""When a photo was taken, where the camera says so. A finding only: unknown is no fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.sales.activity.subject import VisitSubject


def run(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """One finding when any photo does not say when it was taken."""
    if any(photo.kind == "image" and photo.captured_at is None for photo in subject.photos):
        return [
            Finding(
                "photos", "captured_at_unknown", _("The photo does not say when it was taken; it counts all the same.")
            )
        ]
    return []


CHECK = Check("captured", "visit", ("captured_at_unknown",), run)
