"""A visit happened before it was recorded, and not long before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.sales.activity.subject import VisitSubject


def run_future(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """Later than the server's clock by more than a phone's clock may be off."""
    if subject.occurred_at > subject.now + timedelta(minutes=params["minutes"]):
        return [Finding("occurred_at", "occurred_in_future", _("This time has not come yet. Check the date."))]
    return []


def run_late(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """Recorded long after: counted, and shown as a separate share (measures.md §0.2)."""
    if subject.now - subject.occurred_at > timedelta(hours=params["hours"]):
        return [
            Finding(
                "occurred_at", "late_entry", _("Recorded more than %(hours)s hours after.") % {"hours": params["hours"]}
            )
        ]
    return []


FUTURE = Check("occurred_in_future", "visit", ("occurred_in_future",), run_future, params={"minutes": 5})
LATE = Check("late_entry", "visit", ("late_entry",), run_late, params={"hours": 72})
