"""A visit ends with a next key action that can be held to: a verb phrase and a day (measures.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.lib.text.effective import effective_chars, is_boilerplate
from genjin.sales.activity.subject import VisitSubject


def run(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """No action or no day; an action of too few effective characters; a day that is none, past, or too far."""
    found: list[Finding] = []
    text = subject.next_text.strip()
    if not text:
        found.append(Finding("next_step.text", "next_step_required", _("What is the next step, and by when?")))
    elif effective_chars(text, subject.stock) < params["min_eff"] or is_boilerplate(text, subject.stock):
        found.append(
            Finding("next_step.text", "next_step_unclear", _("Say who does what, e.g. “bring the V2.4 protocol”."))
        )
    if subject.next_due_raw:
        found.append(Finding("next_step.due_on", "invalid_date", _("There is no such day. Write it as 2026-11-30.")))
    elif subject.next_due_on is None:
        if text:
            found.append(Finding("next_step.due_on", "next_step_required", _("By which day?")))
    elif subject.next_due_on < subject.today:
        found.append(Finding("next_step.due_on", "next_step_due_past", _("This day is over. Choose today or later.")))
    elif subject.next_due_on > subject.today + timedelta(days=params["max_days"]):
        words = _("At most %(days)s days ahead.") % {"days": params["max_days"]}
        found.append(Finding("next_step.due_on", "next_step_due_too_far", words))
    return found


CHECK = Check(
    "next_step",
    "visit",
    ("next_step_required", "next_step_unclear", "next_step_due_past", "next_step_due_too_far", "invalid_date"),
    run,
    params={"min_eff": 4, "max_days": 90},
)
