"""Go on with an episode whose step has waited long enough."""

from __future__ import annotations

from typing import Any

from django.db import connection

from genjin.kernel.flows.runner import run_steps
from genjin.kernel.flows.watches import context_of, lock, read_watch
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import SYSTEM


def resume(timer_key: str, payload: dict[str, Any]) -> None:
    """The function of timers of kind `flows.step`; nothing is left to do for an episode that is over."""
    lock(payload["watch"])
    with connection.cursor() as cursor:
        cursor.execute("select 1 from flows_episode where id = %s and left_at is null", [payload["episode"]])
        if cursor.fetchone() is None:
            return
    watch = read_watch(payload["watch"])
    context = context_of(watch.key, SYSTEM, clock.now())
    run_steps(context, watch.definition, watch.definition.steps, [payload["episode"]])
