"""Secrets handed out: API tokens and one-time links. 256 random bits; only SHA-256 is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection, transaction

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor, bump_version, load_actor
from genjin.kernel.people.errors import LinkExpired
from genjin.kernel.people.models import ApiToken, OneTimeLink, User

LINK_LIFE = timedelta(days=7)
PREFIX = "gj_"


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def issue_token(user: User, *, name: str = "", scopes: list[str] | None = None) -> str:
    """A new API token of `user`; shown once, never again."""
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(user=user, name=name, token_hash=hash_of(token), scopes=scopes or [])
    return token


def revoke_token(token_id: int, *, user_id: int) -> None:
    """End a token at once, in every process."""
    with transaction.atomic():
        ApiToken.objects.filter(id=token_id, user_id=user_id, revoked_at=None).update(revoked_at=clock.now())
        bump_version()


@dataclass(frozen=True)
class _Known:
    actor: Actor
    version: int


_known: dict[str, _Known] = {}


def actor_of_token(token: str) -> Actor | None:
    """Who a token stands for now; None when it is unknown, revoked or expired. One query when nothing changed."""
    hashed = hash_of(token)
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.config_version, t.user_id, t.scopes, t.expires_at from people_company c left join people_apitoken t"
            " on t.token_hash = %s and t.revoked_at is null and (t.expires_at is null or t.expires_at > genjin_now())",
            [hashed],
        )
        row = cursor.fetchone()
    if row is None or row[1] is None:
        _known.pop(hashed, None)
        return None
    version, user_id, scopes, expires_at = row
    known = _known.get(hashed)
    if known is not None and known.version == version:
        return known.actor
    actor = load_actor(user_id, version)
    if actor is None:
        return None
    if scopes:
        actor = replace(actor, scopes=frozenset(scopes))
    if expires_at is None:
        _known[hashed] = _Known(actor, actor.version)
    return actor


def remembered_actor(token: str) -> Actor | None:
    """The actor last seen under a token, unchecked: only for reads that bring `config_version` along and call
    `actor_of_token` again when it differs (see `genjin.kernel.people.errors.Stale`). Tokens with an end are never kept."""
    known = _known.get(hash_of(token))
    return known.actor if known else None


def forget_token(token: str) -> None:
    """Drop what is remembered under a token, after it proved stale."""
    _known.pop(hash_of(token), None)


def issue_link(user: User, purpose: OneTimeLink.Purpose, *, by: Actor) -> str:
    """A fresh invite or reset link; older unused ones of the same person end."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction.atomic():
        OneTimeLink.objects.filter(user=user, used_at=None).update(expires_at=now)
        OneTimeLink.objects.create(
            user=user, purpose=purpose, token_hash=hash_of(token), created_by_id=by.user_id, expires_at=now + LINK_LIFE
        )
    return token


def find_link(token: str) -> OneTimeLink:
    """The unused, unexpired link of a token. Raises LinkExpired."""
    link = (
        OneTimeLink.objects.select_related("user")
        .filter(token_hash=hash_of(token), used_at=None, expires_at__gt=clock.now())
        .first()
    )
    if link is None:
        raise LinkExpired
    return link


def use_link(token: str, password: str) -> User:
    """Set the password of the link's person and end the link. Raises LinkExpired; of two at once one wins."""
    with transaction.atomic():
        link = find_link(token)
        if not OneTimeLink.objects.filter(id=link.id, used_at=None).update(used_at=clock.now()):
            raise LinkExpired
        user = link.user
        user.set_password(password)
        user.save(update_fields=["password"])
        bump_version()
    return user
