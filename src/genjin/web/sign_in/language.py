"""The language a person reads, kept with him."""

from __future__ import annotations

from django.db import transaction

from genjin.kernel.people.actor import Actor, bump_version
from genjin.kernel.people.models import User


def set_language(actor: Actor, language: str) -> None:
    """Speak `language` to this person from the next page on, on every device."""
    if language == actor.language:
        return
    with transaction.atomic():
        User.objects.filter(id=actor.user_id).update(language=language)
        bump_version()
