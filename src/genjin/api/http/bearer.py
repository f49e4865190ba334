"""Who asks: the person behind a bearer token, checked on every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from ninja.security import HttpBearer

from genjin.api.http import rates
from genjin.api.http.errors import Unauthorized
from genjin.kernel.errors import Stale
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.tokens import actor_of_token, forget_token, remembered_actor

T = TypeVar("T")

#: A request that meets a change of configuration more often than this in a row gives up.
TRIES = 3
_LONGEST = 200


class Bearer(HttpBearer):
    """Asks the database whether the token is good: one statement."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor, kept on `request.auth` by ninja; None becomes 401."""
        if not 0 < len(token) <= _LONGEST:
            return None
        rates.limit(token)
        request.bearer = token  # type: ignore[attr-defined]
        return self.actor(token)

    def actor(self, token: str) -> Actor | None:
        """Who it stands for now."""
        return actor_of_token(token)


class RememberedBearer(Bearer):
    """For hot routes: trusts what this process remembers; the route's own read brings the company's version along and
    raises Stale when it has moved on. Such routes run inside `fresh`."""

    def actor(self, token: str) -> Actor | None:
        """Who it stood for when last asked, else who it stands for now."""
        return remembered_actor(token) or actor_of_token(token)


def fresh(request: HttpRequest, run: Callable[[Actor], T]) -> T:
    """Run a hot route with the remembered actor; when he proves stale, authenticate again and run once more.

    Raises Unauthorized: a revoked token ends here, in every process, at the next request.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    token: str = request.bearer  # type: ignore[attr-defined]
    for attempt in range(TRIES):
        try:
            return run(actor)
        except Stale:
            if attempt == TRIES - 1:
                raise
            forget_token(token)
            found = actor_of_token(token)
            if found is None:
                raise Unauthorized from None
            actor = found
    raise AssertionError


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request on a route that is not hot."""
    return request.auth  # type: ignore[attr-defined]
