"""A director's sentence: how many visits were made, how many were real, and where the rest is hollow."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from genjin.kernel.jobs import clock
from genjin.kernel.reports.measures import figure
from genjin.kernel.reports.params import read_params
from genjin.sales.queries import done_between, hollow_reasons, quote_of_the_day
from genjin.web.middleware import actor_of
from genjin.web.shell.wording import percent_words


def director_day(request: HttpRequest) -> dict[str, Any]:
    """The context of `today/director.html`: last week from Monday to Sunday."""
    actor = actor_of(request)
    today = clock.local_day(request.now)  # type: ignore[attr-defined]
    monday = today - timedelta(days=today.weekday() + 7)
    sunday = monday + timedelta(days=6)
    done = done_between(actor, monday, sunday)
    reasons = hollow_reasons(actor, monday, sunday)
    most = reasons[0][1] if reasons else 1
    inactive = figure(actor, "inactive_share", read_params({"to": today.isoformat()}))
    return {
        "today": today, "done": done, "hollow": done.visits - done.valid,
        "rate": percent_words(Fraction(done.valid, done.visits)) if done.visits else "—",
        "share": round(done.valid / done.visits * 100) if done.visits else 0,
        "reasons": [{"code": code, "n": n, "width": max(2, round(n / most * 100))} for code, n in reasons],
        "quote": quote_of_the_day(actor, today), "inactive": inactive,
        "days": f"from={monday.isoformat()}&to={sunday.isoformat()}",
        "sentence": _("Last week %(n)s visits, %(valid)s of them real") % {"n": done.visits, "valid": done.valid},
    }  # fmt: skip
