"""Take a task up."""

from __future__ import annotations

from genjin.kernel.people.actor import Actor
from genjin.kernel.work.inbox import TaskRow, get_task
from genjin.kernel.work.move import START, move, refuse_closed


def start(actor: Actor, task_id: int) -> TaskRow:
    """Say that one is at it. A second start changes nothing. Raises NotFound, Forbidden, TaskDone, TaskCancelled."""
    moved = move(actor, task_id, START)
    task = get_task(actor, task_id)
    if not moved:
        refuse_closed(task)
    return task
