"""A visit says something, and something new (measures.md §1, §2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.lib.text.effective import is_boilerplate
from genjin.sales.activity.subject import VisitSubject


def run(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """Too few effective characters; only stock phrases; mostly a copy of an earlier record."""
    found: list[Finding] = []
    if subject.eff < params["min_eff"]:
        words = _("%(more)s more characters of substance: what did the customer say?") % {
            "more": params["min_eff"] - subject.eff
        }
        found.append(Finding("text", "text_too_short", words))
    if is_boilerplate(subject.text, subject.stock):
        found.append(Finding("text", "text_boilerplate", _("Nothing is left but stock phrases. What is new?")))
    earlier = subject.copied_from
    if earlier is not None and subject.containment >= Fraction(str(params["copied_at"])):
        words = _("%(percent)s %% the same as the record of %(day)s. What is new?") % {
            "percent": int(subject.containment * 100), "day": f"{earlier.on:%m-%d}",
        }  # fmt: skip
        found.append(Finding("text", "text_copied", words, link=str(earlier.interaction_id)))
    return found


CHECK = Check(
    "text",
    "visit",
    ("text_too_short", "text_boilerplate", "text_copied"),
    run,
    params={"min_eff": 15, "copied_at": "0.8"},
)
