"""What the form of a visit is told: while one types, and once it is saved."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.jobs import clock
from genjin.kernel.objects.checks import Finding
from genjin.lib.due_words import due_in_words, pick_due
from genjin.sales.activity.judge import Verdict
from genjin.sales.activity.record_visit import Recorded
from genjin.sales.activity.seen import Seen
from genjin.sales.activity.values import VisitValues
from genjin.web.shell.wording import day_words
from genjin.web.visits.wording import due_label, missing_words

#: Monday to Friday. Public holidays come with the business calendar.
LAST_WORKDAY = 4


def judged(values: VisitValues, seen: Seen, verdict: Verdict) -> dict[str, Any]:
    """The answer of /visits/judge/: what lacks beside each field, what was seen, which day the words name."""
    asks = [f for f in verdict.findings if f.mode in ("block", "refuse")]
    text_is_fine = values.text.strip() and not any(f.field == "text" for f in asks)
    return {
        "is_valid": verdict.is_valid,
        "errors": [_finding(f) for f in asks],
        "findings": [
            _finding(f) | {"level": "ask" if f.mode == "warn" else ""} for f in verdict.findings if f not in asks
        ],
        "proposals": {"due": _dues(values, seen)},
        "ok": {"text": _("says something new") if text_is_fine else ""},
    }


def _finding(finding: Finding) -> dict[str, str]:
    said = {"field": finding.field, "code": finding.code, "message": str(finding.message)}
    if finding.code == "text_copied" and finding.link:
        said["link"] = f"/visits/said/{finding.link}/"
    return said


def _dues(values: VisitValues, seen: Seen) -> list[dict[str, str]]:
    today = clock.local_day(seen.now)
    said = f"{values.text}\n{values.next_text}"
    found = due_in_words(said, today, lambda day: day.weekday() <= LAST_WORKDAY)
    best = pick_due(found)
    ranked = sorted(found, key=lambda proposal: proposal is not best)
    return [{"on": p.on.isoformat(), "words": p.words, "label": due_label(p.on)} for p in ranked[:4]]


def saved(recorded: Recorded) -> tuple[int, dict[str, Any]]:
    """Status and answer of POST /visits/: 201 a visit, 202 a record kept as incomplete. Every save gives something back."""
    values = recorded.values
    to = f"/customers/{values.customer_id}/" if values else "/"
    if recorded.visit_id is None:
        words = missing_words(error.code for error in recorded.errors)
        return 202, {
            "draft": recorded.draft_key,
            "errors": [_finding(error) for error in recorded.errors],
            "toast": _("Kept. Still needs: %(what)s") % {"what": words},
            "next": to,
        }
    return 201, {"id": str(recorded.visit_id), "is_valid": recorded.is_valid, "toast": _toast(recorded), "next": to}


def _toast(recorded: Recorded) -> dict[str, str]:
    values, row = recorded.values, recorded.row
    parts = [_("Saved · valid") if recorded.verdict and recorded.verdict.is_valid else _("Saved")]
    if values and row and recorded.task_id and values.next_due_on:
        parts.append(
            _("“%(what)s” is yours by %(day)s 18:00")
            % {"what": values.next_text[:20], "day": day_words(values.next_due_on)}
        )
    return {"text": " · ".join(parts), "url": f"/visits/{recorded.visit_id}/", "more": _("Look")}
