"""The one place that says which records an actor sees: for querysets, for SQL, for a single record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from genjin.kernel.errors import Forbidden, NotFound
from genjin.kernel.people.actor import Actor

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Where:
    """A condition of scope as SQL with its parameters; `always` and `never` let callers skip work."""

    sql: str
    params: tuple[Any, ...]

    @property
    def always(self) -> bool:
        """Whether nothing is left out."""
        return self.sql == "true"

    @property
    def never(self) -> bool:
        """Whether nothing can be seen."""
        return self.sql == "false"


def where(actor: Actor, object_key: str, *, verb: str = "read", alias: str = "t") -> Where:
    """Scope as SQL over `alias`.owner_id and `alias`.team_id."""
    scope = actor.scope(object_key, verb)
    if scope == "all":
        return Where("true", ())
    if scope == "none" or actor.user_id is None:
        return Where("false", ())
    if scope == "own" or not actor.led_teams:
        return Where(f"{alias}.owner_id = %s", (actor.user_id,))
    return Where(f"({alias}.owner_id = %s or {alias}.team_id = any(%s))", (actor.user_id, list(actor.led_teams)))


def visible_to(queryset: QuerySet[M], actor: Actor, object_key: str, *, verb: str = "read") -> QuerySet[M]:
    """The part of a queryset this actor may `verb`: for fetching one and for figures; lists go through `page`."""
    scope = actor.scope(object_key, verb)
    if scope == "all":
        return queryset
    if scope == "none" or actor.user_id is None:
        return queryset.none()
    if scope == "own" or not actor.led_teams:
        return queryset.filter(owner_id=actor.user_id)
    return queryset.filter(Q(owner_id=actor.user_id) | Q(team_id__in=actor.led_teams))


def may(actor: Actor, verb: str, object_key: str, *, owner_id: int | None, team_id: int | None) -> bool:
    """Whether this actor may `verb` a record with this owner and team."""
    scope = actor.scope(object_key, verb)
    if scope == "all":
        return True
    if scope == "none" or actor.user_id is None:
        return False
    if owner_id == actor.user_id:
        return True
    return scope == "team" and team_id is not None and team_id in actor.led_teams


def require(actor: Actor, verb: str, object_key: str, *, owner_id: int | None, team_id: int | None) -> None:
    """Raise NotFound when the record may not even be read, Forbidden when it may be read but not `verb`-ed."""
    if may(actor, verb, object_key, owner_id=owner_id, team_id=team_id):
        return
    if verb != "read" and may(actor, "read", object_key, owner_id=owner_id, team_id=team_id):
        raise Forbidden
    raise NotFound


def require_any(actor: Actor, verb: str, object_key: str) -> None:
    """Raise Forbidden when the actor may never `verb` this kind of record."""
    if actor.scope(object_key, verb) == "none":
        raise Forbidden
