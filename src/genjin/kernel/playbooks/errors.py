"""What a playbook refuses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class PlaybookInvalid(DomainError):
    """The file cannot be applied; the message names the line and the reason."""

    code = "playbook_invalid"
    message: Any = _("This playbook cannot be read.")

    def __init__(self, reason: Any, *, line: int | None = None, place: str = "") -> None:
        where = _("line %(line)s:") % {"line": line} + " " if line is not None else ""
        super().__init__(f"{where}{place + ': ' if place else ''}{reason}")

    def __str__(self) -> str:
        return str(self.message)
