"""What a visit's codes and dates are called on pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from genjin.sales.models.visit import NeedType
from genjin.web.shell.wording import day_week_words

#: What a record still needs, by the code of the check that said so: short enough for a line 「还差：…」.
MISSING = {
    "need_type_required": gettext_lazy("need type"), "invalid_choice": gettext_lazy("need type"),
    "photo_required": gettext_lazy("a photo"),
    "photo_too_small": gettext_lazy("a larger photo"), "photo_reused": gettext_lazy("a new photo"),
    "next_step_required": gettext_lazy("next step"), "next_step_unclear": gettext_lazy("a clear next step"),
    "next_step_due_past": gettext_lazy("a day to come"), "next_step_due_too_far": gettext_lazy("a nearer day"),
    "invalid_date": gettext_lazy("a day"), "text_too_short": gettext_lazy("what was said"),
    "text_boilerplate": gettext_lazy("something new"), "text_copied": gettext_lazy("something new"),
    "customer_required": gettext_lazy("customer"),
}  # fmt: skip

#: The same as a reason in a list of hollow records.
HOLLOW = {
    "text_boilerplate": gettext_lazy("Nothing but greetings"), "text_copied": gettext_lazy("Nearly the same as before"),
    "text_too_short": gettext_lazy("Hardly a word"), "next_step_required": gettext_lazy("No next step"),
    "next_step_unclear": gettext_lazy("Next step unclear"), "next_step_due_past": gettext_lazy("Next step in the past"),
    "next_step_due_too_far": gettext_lazy("Next step too far away"), "photo_required": gettext_lazy("No photo"),
    "photo_reused": gettext_lazy("A photo used twice"), "photo_too_small": gettext_lazy("Photo too small"),
    "need_type_required": gettext_lazy("No need type"), "invalid_choice": gettext_lazy("No need type"),
    "invalid_date": gettext_lazy("Next step without a day"),
}  # fmt: skip


def missing_words(codes: Iterable[str]) -> str:
    """「下次动作、新信息」."""
    words = dict.fromkeys(str(MISSING.get(code, _("something"))) for code in codes)
    return ("、" if (get_language() or "zh-hans").startswith("zh") else ", ").join(words)


def hollow_words(code: str) -> str:
    """Why a record did not count, by its code."""
    return str(HOLLOW.get(code, _("Something was missing")))


def need_label(key: str | None) -> str:
    """「技术」."""
    return str(dict(NeedType.choices).get(key, "")) if key else ""


def need_types() -> list[dict[str, Any]]:
    """The four, for the form."""
    return [{"key": key, "label": label} for key, label in NeedType.choices]


def due_chips(today: date) -> list[dict[str, Any]]:
    """Days one most often promises, in words."""
    monday = today - timedelta(days=today.weekday())
    month_end = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    offered = [
        (today + timedelta(days=1), _("tomorrow")),
        (monday + timedelta(days=4), _("this Friday")),
        (monday + timedelta(days=9), _("next Wednesday")),
        (month_end, _("month end")),
    ]
    chips: dict[date, str] = {}
    for day, label in offered:
        if day > today:
            chips.setdefault(day, label)
    return [{"on": day, "label": label} for day, label in sorted(chips.items())]


def due_label(day: date) -> str:
    """「12月2日 周三」."""
    return day_week_words(day)
