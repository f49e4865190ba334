"""How the house writes days, hours, time left and figures, in the reader's language and the company's time zone."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genjin.kernel.jobs import clock

ClockState = Literal["", "soon", "late"]

#: A clock turns amber this long before it runs out.
SOON = timedelta(hours=12)

WEEKDAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
MONTHS = (
    gettext_lazy("Jan"), gettext_lazy("Feb"), gettext_lazy("Mar"), gettext_lazy("Apr"), gettext_lazy("May"),
    gettext_lazy("Jun"), gettext_lazy("Jul"), gettext_lazy("Aug"), gettext_lazy("Sep"), gettext_lazy("Oct"),
    gettext_lazy("Nov"), gettext_lazy("Dec"),
)  # fmt: skip


def local_day(value: date | datetime) -> date:
    """The company's calendar day of a moment; a day is returned as it is."""
    return clock.local_day(value) if isinstance(value, datetime) else value


class _ThisYear:
    """The year it is, looked up once a minute: a page may write hundreds of dates."""

    def __init__(self) -> None:
        self._year, self._until = 0, 0.0

    def __call__(self) -> int:
        if time.monotonic() >= self._until:
            self._year, self._until = clock.today().year, time.monotonic() + 60
        return self._year


this_year = _ThisYear()


def day_words(value: date | datetime) -> str:
    """「11月24日」, "24 Nov"; with the year when it is not this one."""
    day = local_day(value)
    parts = {"year": day.year, "month": str(MONTHS[day.month - 1]), "day": day.day}
    if day.year != this_year():
        return _("%(day)d %(month)s %(year)d") % parts
    return _("%(day)d %(month)s") % parts


def day_week_words(value: date | datetime) -> str:
    """「11月24日 周二」, "Tue 24 Nov"."""
    return _("%(weekday)s %(day)s") % {"day": day_words(value), "weekday": WEEKDAYS[local_day(value).weekday()]}


def hour_words(value: datetime) -> str:
    """「09:32」 in the company's time zone."""
    return f"{value.astimezone(clock.zone()):%H:%M}"


def moment_words(value: datetime) -> str:
    """「11月24日 10:40」."""
    return f"{day_words(value)} {hour_words(value)}"


def day_name(value: date | datetime, today: date) -> str:
    """「今天」「明天」「昨天」, else the date."""
    offset = (local_day(value) - today).days
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return names.get(offset) or day_words(value)


def clock_state(due: datetime, now: datetime) -> ClockState:
    """Whether a clock has run out, is about to, or runs quietly."""
    if due < now:
        return "late"
    return "soon" if due - now <= SOON else ""


def clock_words(due: datetime, now: datetime) -> str:
    """「还剩 0:38」 within half a day, 「过了 2 天」 after, else 「明天 18:00」 or the date."""
    if due < now:
        return _over_words(now - due)
    if due - now <= SOON:
        return _("%(time)s left") % {"time": _hours_minutes(due - now)}
    today = local_day(now)
    if local_day(due) - today <= timedelta(days=1):
        return f"{day_name(due, today)} {hour_words(due)}"
    return day_words(due)


def _over_words(over: timedelta) -> str:
    minutes = int(over.total_seconds() // 60)
    if minutes < 60:
        return _("%(count)d min over") % {"count": max(minutes, 1)}
    if over < timedelta(days=1):
        return _("%(time)s over") % {"time": _hours_minutes(over)}
    return _("%(count)d d over") % {"count": over.days}


def _hours_minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def percent_words(value: Fraction | Decimal | float | None, places: int = 0) -> str:
    """A share as 「21%」, halves rounded up from the exact fraction; 「—」 when there is none."""
    if value is None:
        return "—"
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
    return f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"
