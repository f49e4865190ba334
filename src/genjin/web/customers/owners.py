"""To whom an actor may give a customer."""

from __future__ import annotations

from typing import Any

from genjin.kernel.people.actor import Actor
from genjin.kernel.people.models import User


def assignable(actor: Actor, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """(user name, name) of those one may choose as owner; empty when there is no choice."""
    scope = actor.scope("customer", "assign")
    if scope not in ("team", "all"):
        return ()
    people = User.objects.filter(is_active=True, memberships__until=None, memberships__role__in=("rep", "supervisor"))
    if scope == "team":
        people = people.filter(memberships__team_id__in=actor.led_teams)
    found = {u.username: u.name for u in people.order_by("name").distinct()[:500]}
    if row.get("owner_username"):
        found.setdefault(row["owner_username"], row["owner_name"])
    found.setdefault(actor.username, actor.name)
    return tuple(found.items())


def username_of(row: dict[str, Any]) -> str:
    """The user name of a customer's owner as fetched with it."""
    return row.get("owner_username") or ""
