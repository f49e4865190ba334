"""A visit names what the customer needs: price, technical, delivery or service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.objects.checks import Check, Finding
from genjin.sales.activity.subject import VisitSubject


def run(subject: VisitSubject, params: Mapping[str, Any]) -> list[Finding]:
    """None chosen, or something that is no choice."""
    if not subject.need_type:
        return [
            Finding("need_type", "need_type_required", _("Which need was it: price, technical, delivery, service?"))
        ]
    if subject.need_type not in subject.need_types:
        return [Finding("need_type", "invalid_choice", _("Choose price, technical, delivery or service."))]
    return []


CHECK = Check("need_type", "visit", ("need_type_required", "invalid_choice"), run)
