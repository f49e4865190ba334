"""存量: who was silent before the watch was switched on; a supervisor takes them up by value, a few a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils.translation import get_language

from genjin.kernel.access.scope import Where, require_any, where
from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.flows.reasons import say
from genjin.kernel.flows.runner import run_pending
from genjin.kernel.flows.watches import WatchRow, context_of, lock, read_watch
from genjin.kernel.flows.words import COMPANY_LANGUAGE
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class BacklogRow:
    """A record in 存量. `may_release`: False once the owner's share of this week is spent."""

    episode_id: int
    record_id: int
    title: str
    owner_id: int | None
    owner_name: str
    value: Decimal | None
    reason: str
    may_release: bool


@dataclass(frozen=True)
class Released:
    """Episodes taken up now, and those held back because the owner's share of this week is spent."""

    released: tuple[int, ...]
    held_back: tuple[int, ...]


_WAITING = "e.watch_id = %s::text and e.left_at is null and e.backlog and e.released_at is null"


def backlog(actor: Actor, key: str, *, owner_id: int | None = None, limit: int = 50) -> list[BacklogRow]:
    """What waits in the actor's scope, by value."""
    watch = read_watch(key)
    scope = _scope(actor, watch)
    today = clock.today()
    language = get_language() or COMPANY_LANGUAGE
    left_over = _left_over(watch, today)
    rows = []
    for row in _waiting(watch, scope, owner_id, limit):
        reason = say(watch.definition.texts, orjson.loads(row[6]), language, today)
        shown = [*row[:6], reason, left_over[row[3]] > 0]
        rows.append(BacklogRow(*shown))
    return rows


def backlog_count(actor: Actor, key: str, *, owner_id: int | None = None) -> int:
    """How many wait in the actor's scope."""
    watch = read_watch(key)
    scope = _scope(actor, watch)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) from flows_episode e join {watch.definition.description.table} t on t.id = e.record_id"  # noqa: S608
            f" where {_WAITING} and {scope.sql} and (%s::bigint is null or t.owner_id = %s::bigint)",
            [key, *scope.params, owner_id, owner_id],
        )
        return int(cursor.fetchone()[0])


def release(actor: Actor, episode_ids: Sequence[int]) -> Released:
    """Take up 存量: its steps run now. At most so many a local week for each owner; the least valuable are held back.

    Episodes that are not the actor's to release, or wait no more, are passed over. Raises Forbidden.
    """
    released: list[int] = []
    held_back: list[int] = []
    for key, ids in _by_watch(episode_ids).items():
        with transaction.atomic():
            lock(key)
            watch = read_watch(key)
            require_any(actor, "release", watch.definition.description.key)
            taken, kept = _choose(actor, watch, ids)
            _mark_released(actor, watch, taken)
            now = clock.now()
            run_pending(context_of(key, actor, now), watch.definition, None, capped=False, ids=taken)
        released += taken
        held_back += kept
    return Released(tuple(released), tuple(held_back))


def _choose(actor: Actor, watch: WatchRow, ids: Sequence[int]) -> tuple[list[int], list[int]]:
    left_over = _left_over(watch, clock.today())
    taken: list[int] = []
    kept: list[int] = []
    for row in _waiting(watch, _scope(actor, watch, "release"), None, None, ids):
        left_over[row[3]] -= 1
        (taken if left_over[row[3]] >= 0 else kept).append(row[0])
    return taken, kept


def _mark_released(actor: Actor, watch: WatchRow, episode_ids: list[int]) -> None:
    if not episode_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update flows_episode set released_at = genjin_now() where id = any(%s::bigint[]) returning id, record_id",
            [episode_ids],
        )
        rows = cursor.fetchall()
        cursor.execute("update records_flag set backlog = false where episode_id = any(%s::bigint[])", [episode_ids])
    emit(
        [
            event_row(
                "watch.released", watch.definition.description.key, record_id, actor,
                dedupe_key=f"watch.released:{episode_id}", payload={"watch": watch.key, "episode": episode_id},
            )
            for episode_id, record_id in rows
        ]
    )  # fmt: skip


def _waiting(
    watch: WatchRow, scope: Where, owner_id: int | None, limit: int | None, ids: Sequence[int] | None = None
) -> list[tuple[Any, ...]]:
    description = watch.definition.description
    title = description.field(description.title_field)
    assert title is not None
    order = watch.definition.limits.order_column
    sql = f"""
    select e.id, e.record_id, t.{title.db_column}, t.owner_id, coalesce(u.name, ''), t.{order}, e.facts
    from flows_episode e join {description.table} t on t.id = e.record_id left join people_user u on u.id = t.owner_id
    where {_WAITING} and {scope.sql} and (%s::bigint is null or t.owner_id = %s::bigint)
      and (%s::bigint[] is null or e.id = any(%s::bigint[]))
    order by t.{order} desc nulls last, e.record_id limit %s::bigint
    """  # noqa: S608 names come from the object's description
    only = None if ids is None else list(ids)
    with connection.cursor() as cursor:
        cursor.execute(sql, [watch.key, *scope.params, owner_id, owner_id, only, only, limit])
        return cursor.fetchall()


class _Shares(dict[int | None, int]):
    """What each owner may still be given this week."""

    def __init__(self, share: int) -> None:
        super().__init__()
        self.share = share

    def __missing__(self, owner_id: int | None) -> int:
        return self.share


def _left_over(watch: WatchRow, today: date) -> _Shares:
    share = watch.definition.limits.release_per_owner_per_week
    left_over = _Shares(share)
    for owner_id, count in _released_since(watch, clock.start_of(today - timedelta(days=today.weekday()))).items():
        left_over[owner_id] = share - count
    return left_over


def _released_since(watch: WatchRow, since: datetime) -> Counter[int | None]:
    """Released this week by the record's owner now, also those whose episode is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.owner_id, count(*) from flows_episode e join {watch.definition.description.table} t"  # noqa: S608
            " on t.id = e.record_id where e.watch_id = %s::text and e.released_at >= %s::timestamptz group by 1",
            [watch.key, since],
        )
        return Counter(dict(cursor.fetchall()))


def _by_watch(episode_ids: Sequence[int]) -> dict[str, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select watch_id, array_agg(id) from flows_episode where id = any(%s::bigint[]) group by 1 order by 1",
            [list(episode_ids)],
        )
        return dict(cursor.fetchall())


def _scope(actor: Actor, watch: WatchRow, verb: str = "read") -> Where:
    return where(actor, watch.definition.description.key, verb=verb)
