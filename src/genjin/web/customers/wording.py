"""What a customer's lamp and silence are called."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genjin.sales.customers.queries import Beside


def lamp_words(beside: Beside) -> str:
    """The lamp's reason, always in words."""
    days = beside.silent_days or 0
    if beside.is_clearing:
        return _("The red light is going out")
    if beside.flag == "silent":
        return _silent(days)
    if beside.flag == "backlog":
        return _("Backlog: silent for %(n)s days, not released yet") % {"n": days}
    left = beside.days_to_red
    if left is not None:
        return red_in_words(left)
    if beside.lamp == "green":
        if beside.has_progress:
            return (
                ngettext("valid contact %(n)s day ago", "valid contact %(n)s days ago", days) % {"n": days}
                if days
                else _("valid contact today")
            )
        return _("has a next step")
    return _("no valid contact yet") if not beside.has_progress else _("silent for %(n)s days") % {"n": days}


def lamp_short(beside: Beside) -> str:
    """The same for a table's cell."""
    if beside.is_clearing:
        return _("fine")
    if beside.flag == "silent":
        return _("no next step")
    if beside.flag == "backlog":
        return _("backlog")
    left = beside.days_to_red
    if left is not None:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return _("fine") if beside.lamp == "green" else "—"


def red_in_words(days: int) -> str:
    """「再 1 天没有下一步就亮红灯」."""
    words = ngettext("turns red in %(n)s day without a next step", "turns red in %(n)s days without a next step", days)
    return words % {"n": days}


def untouched_words(progress_on: date, today: date, is_touched: bool) -> str:
    """「61 天没人去过」."""
    days = (today - progress_on).days
    if is_touched:
        return _("Nobody has been there for %(n)s days") % {"n": days}
    return _("Yours for %(n)s days, no valid contact yet") % {"n": days}


def _silent(days: int) -> str:
    return _("Silent for %(n)s days, no next step") % {"n": days}
