"""To whom an actor may give a customer."""

from __future__ import annotations

from typing import Any

from genjin.kernel.people.actor import Actor
from genjin.kernel.people.directory import people_to_give_to


def assignable(actor: Actor, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """(user name, name) of those one may choose as owner; empty when there is no choice."""
    scope = actor.scope("customer", "assign")
    found = people_to_give_to(actor, scope)
    if not found and scope != "all":
        return ()
    if row.get("owner_username"):
        found.setdefault(row["owner_username"], row["owner_name"])
    found.setdefault(actor.username, actor.name)
    return tuple(found.items())


def username_of(row: dict[str, Any]) -> str:
    """The user name of a customer's owner as fetched with it."""
    return row.get("owner_username") or ""
