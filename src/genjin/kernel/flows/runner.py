"""Run the steps of a watch for episodes and undo them: keyed, so that twice is once; one poison case stops nobody else.

The caller holds the watch's lock and a transaction. A step's runs are written in the transaction of its effect.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection, transaction

from genjin.kernel.flows.cases import load_cases
from genjin.kernel.flows.definition import Definition, StepCall
from genjin.kernel.flows.steps.contract import Case, Context, Done, Fail, Outcome, Wait
from genjin.kernel.jobs import clock, timers

log = logging.getLogger(__name__)

#: The kind of the timers that waiting steps set.
TIMER_KIND = "flows.step"

#: More cases than this are given to a step in several calls.
BATCH = 5000


def run_steps(context: Context, definition: Definition, calls: Sequence[StepCall], episode_ids: Sequence[int]) -> None:
    """Run `calls` in order for each episode; whoever waits or fails at one does not go on to the next."""
    going = load_cases(definition, episode_ids)
    for call in calls:
        if not going:
            return
        done = _done(call, going)
        fresh = [case for case in going if case.episode_id not in done]
        for start in range(0, len(fresh), BATCH):
            batch = fresh[start : start + BATCH]
            outcomes = _attempt(context, call, batch)
            _store(context, call, batch, outcomes)
            _set_timers(context, call, batch, outcomes)
            done |= {case.episode_id for case, o in zip(batch, outcomes, strict=True) if isinstance(o, Done)}
        going = [case for case in going if case.episode_id in done]


def undo_steps(context: Context, definition: Definition, episode_ids: Sequence[int]) -> None:
    """Undo what was done for these episodes, the last step first, and forget what waits."""
    if not episode_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, key, episode_id, step, state, effect from flows_steprun"
            " where episode_id = any(%s::bigint[]) and state <> 'undone'",
            [list(episode_ids)],
        )
        runs = cursor.fetchall()
    by_key = {row[1]: row for row in runs}
    for call in reversed(definition.steps):
        mine = [row for e in episode_ids if (row := by_key.get(call.run_key(e))) is not None]
        effects = {row[2]: orjson.loads(row[5]) for row in mine if row[4] == "done"}
        if effects:
            call.step.undo(context, effects, call.config)
    for row in runs:
        if row[4] == "wait":
            timers.cancel_timer(f"{TIMER_KIND}:{row[1]}")
    with connection.cursor() as cursor:
        cursor.execute("update flows_steprun set state = 'undone' where id = any(%s::bigint[])", [[r[0] for r in runs]])


def _done(call: StepCall, cases: Sequence[Case]) -> set[int]:
    """Episodes for which this step is done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select episode_id from flows_steprun where key = any(%s::text[]) and state in ('done', 'undone')",
            [[call.run_key(case.episode_id) for case in cases]],
        )
        return {row[0] for row in cursor.fetchall()}


def _attempt(context: Context, call: StepCall, cases: Sequence[Case]) -> list[Outcome]:
    try:
        with transaction.atomic():
            return call.step.run(context, cases, call.config)
    except Exception as error:  # a step's edge: it must not take the sweep with it
        if len(cases) > 1:
            log.warning("step failed for a batch, trying one by one", extra={"step": call.step.key})
            return [_attempt(context, call, [case])[0] for case in cases]
        log.exception("step failed", extra={"step": call.step.key, "episode_id": cases[0].episode_id})
        return [Fail(type(error).__name__)]


def _store(context: Context, call: StepCall, cases: Sequence[Case], outcomes: Sequence[Outcome]) -> None:
    rows = [_run_row(context, call, case, outcome) for case, outcome in zip(cases, outcomes, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into flows_steprun as s
              (key, step, step_version, episode_id, object_key, record_id, state, effect, error, created_at)
            select key, step, step_version, episode_id, object_key, record_id, state, effect, error, created_at
            from jsonb_populate_recordset(null::flows_steprun, %s::jsonb)
            on conflict (key) do update set state = excluded.state, effect = excluded.effect, error = excluded.error
            where s.state in ('wait', 'failed')
            """,
            [orjson.dumps(rows).decode()],
        )


def _run_row(context: Context, call: StepCall, case: Case, outcome: Outcome) -> dict[str, Any]:
    state, error = "done", ""
    effect: dict[str, Any] = {}
    if isinstance(outcome, Done):
        effect = outcome.effect
    elif isinstance(outcome, Wait):
        state = "wait"
    else:
        state, error = "failed", outcome.error
        effect = {} if outcome.retryable else {"final": True}
    return {
        "key": call.run_key(case.episode_id), "step": call.step.key, "step_version": call.step.version,
        "episode_id": case.episode_id, "object_key": case.object_key, "record_id": case.record_id,
        "state": state, "effect": effect, "error": error, "created_at": context.now,
    }  # fmt: skip


def _set_timers(context: Context, call: StepCall, cases: Sequence[Case], outcomes: Sequence[Outcome]) -> None:
    for case, outcome in zip(cases, outcomes, strict=True):
        if isinstance(outcome, Wait):
            key = f"{TIMER_KIND}:{call.run_key(case.episode_id)}"
            timers.set_timer(key, TIMER_KIND, outcome.until, {"watch": context.watch_key, "episode": case.episode_id})


# Episodes with steps still to run: open, no 存量 that was not released, not all done, none waiting for its timer, none
# failed for good.
_PENDING = """
select e.id, e.released_at is not null
from flows_episode e
where e.watch_id = %s::text and e.left_at is null and (not e.backlog or e.released_at is not null)
  and (%s::bigint[] is null or e.record_id = any(%s::bigint[]))
  and (select count(*) filter (where s.state = 'done') < %s::int
         and count(*) filter (where s.state = 'wait' or s.effect ? 'final') = 0
       from flows_steprun s where s.episode_id = e.id)
"""


def run_pending(
    context: Context,
    definition: Definition,
    record_ids: Sequence[int] | None,
    *,
    capped: bool,
    ids: Sequence[int] | None = None,
) -> None:
    """Run what is still to be run for open episodes, at most so many a day for each addressee, the rest tomorrow.

    `ids`: only these episodes. What was released from 存量 is not capped: somebody chose it.
    """
    only = None if record_ids is None else list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [context.watch_key, only, only, len(definition.steps)])
        released = dict(cursor.fetchall())
    wanted = None if ids is None else set(ids)
    chosen = [e for e in released if wanted is None or e in wanted]
    if capped:
        chosen = _within_caps(context, definition, chosen, released)
    if chosen:
        run_steps(context, definition, definition.steps, chosen)


def _within_caps(
    context: Context, definition: Definition, episode_ids: Sequence[int], released: dict[int, bool]
) -> list[int]:
    loud = [call for call in definition.steps if not call.step.quiet]
    if not loud or not episode_ids:
        return list(episode_ids)
    cases = load_cases(definition, episode_ids)
    spent = _given_today(context)
    chosen: list[int] = []
    for case, person in zip(cases, loud[0].step.addressees(cases, loud[0].config), strict=True):
        if released[case.episode_id] or person is None:
            chosen.append(case.episode_id)
        elif spent[person] < definition.limits.per_owner_per_day:
            spent[person] += 1
            chosen.append(case.episode_id)
    return chosen


def _given_today(context: Context) -> defaultdict[int, int]:
    """How many episodes made work for each person today, those released by hand not counted."""
    spent: defaultdict[int, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select (s.effect ->> 'owner')::bigint, count(distinct s.episode_id)
            from flows_steprun s join flows_episode e on e.id = s.episode_id
            where e.watch_id = %s::text and not e.backlog and s.effect ? 'owner'
              and s.created_at >= %s::timestamptz and s.created_at < %s::timestamptz
            group by 1
            """,
            [context.watch_key, clock.start_of(context.today), clock.end_of(context.today)],
        )
        spent.update(cursor.fetchall())
    return spent
