"""What watches and steps refuse."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class DefinitionInvalid(DomainError):
    """A watch or a step is configured in a way that cannot be read; the message names the place and the reason."""

    code = "definition_invalid"
    message: Any = _("This configuration cannot be read.")


class WatchOff(DomainError):
    code = "watch_off"
    status = 409
    message = _("This watch is switched off. Switch it on first.")
