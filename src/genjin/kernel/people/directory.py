"""Look people and teams up, and what a person keeps for himself: language, keys, the secret behind his sessions."""

from __future__ import annotations

from django.db import transaction

from genjin.kernel.errors import NotFound
from genjin.kernel.people.actor import Actor, Scope, bump_version
from genjin.kernel.people.models import ApiToken, Team, User

#: Who may own customers.
OWNING_ROLES = ("rep", "supervisor")


def own_id(actor: Actor) -> int:
    """The id of the person behind an actor; the system is nobody and keeps nothing."""
    if actor.user_id is None:
        raise NotFound
    return actor.user_id


def find_user(user_id: int) -> User:
    """A person, active or not. Raises NotFound."""
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


def find_team(team_id: int) -> Team | None:
    """A team, if it is there."""
    return Team.objects.filter(id=team_id).first()


def people_to_give_to(actor: Actor, scope: Scope) -> dict[str, str]:
    """User name → name of the active people who may own customers, as far as `scope` reaches; none for own."""
    if scope not in ("team", "all"):
        return {}
    people = User.objects.filter(is_active=True, memberships__until=None, memberships__role__in=OWNING_ROLES)
    if scope == "team":
        people = people.filter(memberships__team_id__in=actor.led_teams)
    return {user.username: user.name for user in people.order_by("name").distinct()[:500]}


def session_secret(user_id: int) -> str | None:
    """What a session of this person must hold: changes with his password; None when he is not active."""
    user = User.objects.filter(id=user_id, is_active=True).only("password").first()
    return user.get_session_auth_hash() if user else None


def set_language(actor: Actor, language: str) -> None:
    """Speak `language` to this person from the next page on, on every device."""
    if language == actor.language:
        return
    with transaction.atomic():
        User.objects.filter(id=own_id(actor)).update(language=language)
        bump_version()


def tokens_of(actor: Actor) -> list[ApiToken]:
    """The keys of the actor's that still work, newest first."""
    return list(ApiToken.objects.filter(user_id=own_id(actor), revoked_at=None).order_by("-id"))
