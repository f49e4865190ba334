"""What writes share: Idempotency-Key, If-Match, and the one transaction of a route that is not one statement."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from genjin.api.http.answers import answer
from genjin.api.http.errors import BadIdempotencyKey, BadIfMatch
from genjin.kernel.errors import DomainError
from genjin.kernel.jobs.retry import retrying
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Rows, apply
from genjin.kernel.records.errors import Conflict, OnceTaken
from genjin.kernel.records.once import MAX_KEY, Idempotency, StoredAnswer, once_row, replay

_KEY = re.compile(r"[\x20-\x7e]+")
_VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})"|([0-9]{1,9})')


def idempotency(request: HttpRequest, body: Any) -> Idempotency | None:
    """What makes a repeat of this request recognisable; None without the header. Raises BadIdempotencyKey.

    `body` is what was read of the request, so that white space and the order of keys make no difference.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise BadIdempotencyKey
    # The path, not the route: the same body sent to another record is another request.
    route = f"{request.method} {request.path_info}"[-120:]
    return Idempotency.of(key, route, orjson.dumps(body, option=orjson.OPT_SORT_KEYS))


def expected_version(request: HttpRequest) -> int | None:
    """The version of If-Match; None without it, or when it says any. Raises BadIfMatch."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        raise BadIfMatch
    return int(found[1] or found[2])


def replayed(stored: StoredAnswer) -> HttpResponse:
    """The first answer again."""
    response = answer(stored.body, stored.status)
    response["Idempotent-Replayed"] = "true"
    return response


def once(request: HttpRequest, actor: Actor, body: Any, run: Callable[[], Any], *, status: int = 200) -> HttpResponse:
    """Run a write in one transaction together with its answer under the request's Idempotency-Key.

    `run` returns the body of the answer. Of rivals with one key one writes; the others wait at its row of `Once`, are
    rolled back and get its answer, also where they were refused meanwhile (by a version that the winner raised).
    """
    known = idempotency(request, body)
    return retrying(lambda: _once(actor, known, run, status))


def _once(actor: Actor, known: Idempotency | None, run: Callable[[], Any], status: int) -> HttpResponse:
    if known is None:
        with transaction.atomic():
            done = run()
        return answer(done, status)
    if (stored := replay(actor, known)) is not None:
        return replayed(stored)
    try:
        with transaction.atomic():
            done = run()
            apply(actor, Rows(once=once_row(actor, known, status, done)), origin="api")
    except (OnceTaken, DomainError) as error:
        if (stored := replay(actor, known)) is not None:
            return replayed(stored)
        raise (Conflict() if isinstance(error, OnceTaken) else error) from None
    return answer(done, status)
