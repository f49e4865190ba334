"""Finish a task."""

from __future__ import annotations

from genjin.kernel.people.actor import Actor
from genjin.kernel.work.errors import TaskCancelled
from genjin.kernel.work.inbox import TaskRow, get_task
from genjin.kernel.work.move import COMPLETE, clean_words, move


def complete(actor: Actor, task_id: int, *, text: str = "") -> TaskRow:
    """Keep what came of it. A second completion gives the first one's answer. Raises Refused, NotFound, Forbidden,
    TaskCancelled."""
    said = clean_words(text, needed=False)
    moved = move(actor, task_id, COMPLETE, text=said)
    task = get_task(actor, task_id)
    if not moved and task.state == "cancelled":
        raise TaskCancelled
    return task
