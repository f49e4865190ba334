"""Who may manage the company."""

from __future__ import annotations

from django.http import HttpRequest

from genjin.kernel.errors import Forbidden
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.models import Role
from genjin.web.middleware import actor_of


def administrator(request: HttpRequest) -> Actor:
    """The actor, when he is an administrator. Raises Forbidden."""
    actor = actor_of(request)
    if actor.role != Role.ADMINISTRATOR:
        raise Forbidden
    return actor
