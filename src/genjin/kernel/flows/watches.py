"""Evaluate a watch: who entered, who left, and everything that follows, in one transaction under the watch's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from django.db import connection, transaction

from genjin.kernel.errors import NotFound
from genjin.kernel.flows import statement
from genjin.kernel.flows.definition import Definition, definition_of
from genjin.kernel.flows.errors import WatchOff
from genjin.kernel.flows.runner import run_pending, run_steps, undo_steps
from genjin.kernel.flows.steps.contract import Context
from genjin.kernel.jobs import clock
from genjin.kernel.objects.conditions.tree import leaves, subject
from genjin.kernel.people.actor import SYSTEM, Actor

#: Space of the advisory locks that make one evaluation per watch at a time.
LOCK_SPACE = 7_216_004


@dataclass(frozen=True)
class Swept:
    """Records that entered and left, and how many are inside now (of those asked about)."""

    entered: tuple[int, ...]
    left: tuple[int, ...]
    inside: int


@dataclass(frozen=True)
class WatchRow:
    """A watch as stored."""

    key: str
    version: int
    is_on: bool
    switched_on_at: datetime | None
    evaluated_at: datetime | None
    definition: Definition


def evaluate(
    key: str,
    *,
    as_of: date | None = None,
    record_ids: Sequence[int] | None = None,
    dry_run: bool = False,
    capped: bool = True,
) -> Swept:
    """Compare who matches at the end of a local day (default today) with who is inside now, and act on it.

    The first evaluation of all takes everybody as 存量; before it, single records are not looked at. `capped=False`
    leaves nothing for tomorrow. Raises NotFound for an unknown key, WatchOff.
    """
    if record_ids is not None and not record_ids:
        return Swept((), (), 0)
    with transaction.atomic():
        if not dry_run:
            lock(key)
        watch = read_watch(key)
        now = clock.now()
        question = _question(watch, as_of or clock.local_day(now), record_ids, now)
        if dry_run:
            entered_ids, left_ids, inside = statement.ask(question)
            return Swept(tuple(entered_ids), tuple(left_ids), inside)
        if not watch.is_on:
            raise WatchOff
        if record_ids is not None and watch.switched_on_at is None:
            return Swept((), (), 0)
        return _act(watch, question, capped=capped)


def _act(watch: WatchRow, question: statement.Question, *, capped: bool) -> Swept:
    entered, left, inside = statement.write(question)
    context = context_of(watch.key, SYSTEM, question.stamp)
    definition = watch.definition
    run_steps(context, definition, definition.quiet, [e.episode_id for e in entered])
    undo_steps(context, definition, [e.episode_id for e in left])
    if watch.switched_on_at is not None and question.asked_on >= clock.local_day(question.stamp):
        statement.restate(question)
    if question.record_ids is None:
        _mark_evaluated(watch.key, question.stamp)
    run_pending(context, definition, question.record_ids, capped=capped)
    return Swept(tuple(e.record_id for e in entered), tuple(e.record_id for e in left), inside)


def evaluate_records(object_key: str, record_ids: Sequence[int]) -> None:
    """Ask every watch of an object about these records: something happened to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from flows_watch where object_key = %s and is_on and switched_on_at is not null order by key",
            [object_key],
        )
        keys = [row[0] for row in cursor.fetchall()]
    for key in keys:
        evaluate(key, record_ids=record_ids)


def lock(key: str) -> None:
    """Hold the watch to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s::int, hashtext(%s::text))", [LOCK_SPACE, key])


def read_watch(key: str) -> WatchRow:
    """The watch. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, version, is_on, switched_on_at, evaluated_at, definition from flows_watch where key = %s",
            [key],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    found = list(row)
    found[5] = definition_of(orjson.loads(row[5]))
    return WatchRow(*found)


def without_history(watch: WatchRow) -> tuple[str, ...]:
    """Names of what the condition asks that has today's value on whatever day it is asked."""
    description = watch.definition.description
    found = (subject(description, leaf.key) for leaf in leaves(watch.definition.when))
    return tuple(dict.fromkeys(str(asked.label) for asked in found if not asked.has_history))


def context_of(key: str, actor: Actor, now: datetime) -> Context:
    """What steps of this watch are told."""
    return Context(actor, key, now, clock.local_day(now))


def _question(watch: WatchRow, day: date, record_ids: Sequence[int] | None, now: datetime) -> statement.Question:
    return statement.Question(
        watch_key=watch.key,
        version=watch.version,
        definition=watch.definition,
        asked_on=day,
        record_ids=record_ids,
        switched_on=None if watch.switched_on_at is None else clock.local_day(watch.switched_on_at),
        # Asked about a past day, things happened then; nothing ever happens in the future.
        stamp=now if clock.end_of(day) >= now else clock.at(day, 23, 59),
    )


def _mark_evaluated(key: str, stamp: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update flows_watch set switched_on_at = coalesce(switched_on_at, %s::timestamptz),"
            " evaluated_at = greatest(evaluated_at, %s::timestamptz) where key = %s",
            [stamp, stamp, key],
        )
