"""Idempotency: the first 2xx answer under a key is written in the transaction of the write, and given again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.people.actor import Actor
from genjin.kernel.records.errors import IdempotencyKeyReused

#: How long a key is remembered: an offline phone may be away for weeks (reliability.md §1, Stripe's 24 h is too short).
KEPT = timedelta(days=30)
MAX_KEY = 200


@dataclass(frozen=True)
class Idempotency:
    """What makes two requests the same: the key a client chose, the route, SHA-256 of the body."""

    key: str
    route: str
    body_hash: bytes

    @classmethod
    def of(cls, key: str, route: str, body: bytes) -> Idempotency:
        """From a request."""
        return cls(key, route, hashlib.sha256(body).digest())


@dataclass(frozen=True)
class StoredAnswer:
    """A 2xx answer given before."""

    status: int
    body: Any


def replay(actor: Actor, idempotency: Idempotency) -> StoredAnswer | None:
    """The answer given under this key before, if any. Raises IdempotencyKeyReused for another body or route."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select route, body_hash, status, answer from jobs_once"
            " where actor_id = %s and key = %s and created_at > now() - make_interval(days => %s::int)",
            [actor.user_id, idempotency.key, KEPT.days],
        )
        row = cursor.fetchone()
    return None if row is None else stored_answer(idempotency, row)


def stored_answer(idempotency: Idempotency, row: tuple[Any, ...]) -> StoredAnswer:
    """The answer of a row (route, body hash, status, answer). Raises IdempotencyKeyReused."""
    route, body_hash, status, answer = row
    if route != idempotency.route or bytes(body_hash) != idempotency.body_hash:
        raise IdempotencyKeyReused
    return StoredAnswer(status, orjson.loads(answer) if isinstance(answer, str) else answer)


def once_row(actor: Actor, idempotency: Idempotency, status: int, answer: Any) -> dict[str, Any]:
    """The row that goes into the same statement as the write (`door.Rows.once`)."""
    return {
        "actor_id": actor.user_id,
        "key": idempotency.key,
        "route": idempotency.route,
        "body_hash": "\\x" + idempotency.body_hash.hex(),
        "status": status,
        "answer": answer,
    }
