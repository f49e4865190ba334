"""Put the shipped checks on the kernel's shelf."""

from __future__ import annotations

from genjin.kernel.objects.checks import checks
from genjin.sales.checks import captured, need_type, next_step, photo, text, time


def register() -> None:
    """Called once, when the apps are ready."""
    for check in (need_type.CHECK, photo.CHECK, captured.CHECK, next_step.CHECK, text.CHECK, time.FUTURE, time.LATE):
        checks.register(check.key, check)
