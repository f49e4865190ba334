"""How imports are spoken of on their pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.imports.models import ImportRun

#: What can be imported, in the order it is offered, with what one should have in the sheet.
KINDS: dict[str, tuple[Any, Any]] = {
    "customer": (
        _("Customers and contacts"),
        _("One customer a row: its name is needed, all else is welcome. Contacts may stand in the same row."),
    ),
    "past_follow_up": (
        _("Past follow-ups"),
        _("Kept as history under their own author and time. They trigger nothing. Import the customers first."),
    ),
}

#: Why a row was held back, by key.
KEYS: dict[str, Any] = {
    "name": _("Same name, another phone or credit code"),
    "phone": _("Same phone, another name"),
    "uscc": _("Same credit code, another name"),
}

_STATES: dict[str, tuple[Any, str]] = {
    ImportRun.State.UPLOADED: (_("columns to confirm"), ""),
    ImportRun.State.MAPPED: (_("columns to confirm"), ""),
    ImportRun.State.RUNNING: (_("running"), ""),
    ImportRun.State.DONE: (_("done"), "ok"),
    ImportRun.State.FAILED: (_("not imported"), ""),
}


def state_words(run: ImportRun) -> str:
    """The state of a run in words."""
    return str(_STATES[run.state][0])


def kind_words(object_key: str) -> str:
    """What a run imports."""
    return str(KINDS[object_key][0]) if object_key in KINDS else object_key


def progress_words(run: ImportRun, done: int) -> str:
    """What a running import is at."""
    if run.total:
        return str(_("%(done)s of %(total)s rows written") % {"done": f"{done:,}", "total": f"{run.total:,}"})
    if run.parsed:
        return str(_("%(read)s rows read") % {"read": f"{run.parsed:,}"})
    return str(_("Waiting for its turn"))
