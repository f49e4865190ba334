"""How imports are spoken of on their pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from genjin.kernel.imports.models import ImportRun

#: What can be imported, in the order it is offered, with what one should have in the sheet.
KINDS: dict[str, tuple[Any, Any]] = {
    "customer": (
        _lazy("Customers and contacts"),
        _lazy("One customer a row: its name is needed, all else is welcome. Contacts may stand in the same row."),
    ),
    "past_follow_up": (
        _lazy("Past follow-ups"),
        _lazy("Kept as history under their own author and time. They trigger nothing. Import the customers first."),
    ),
}

#: Why a row was held back, by key.
KEYS: dict[str, Any] = {
    "name": _lazy("Same name, another phone or credit code"),
    "phone": _lazy("Same phone, another name"),
    "uscc": _lazy("Same credit code, another name"),
}

_STATES: dict[str, tuple[Any, str]] = {
    ImportRun.State.UPLOADED: (_lazy("columns to confirm"), ""),
    ImportRun.State.MAPPED: (_lazy("columns to confirm"), ""),
    ImportRun.State.RUNNING: (_lazy("running"), ""),
    ImportRun.State.DONE: (_lazy("done"), "ok"),
    ImportRun.State.FAILED: (_lazy("not imported"), ""),
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
        return _("%(done)s of %(total)s rows written") % {"done": f"{done:,}", "total": f"{run.total:,}"}
    if run.parsed:
        return _("%(read)s rows read") % {"read": f"{run.parsed:,}"}
    return _("Waiting for its turn")
