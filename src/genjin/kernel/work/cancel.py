"""Take tasks back when the reason for them is gone."""

from __future__ import annotations

from collections.abc import Sequence

from genjin.kernel.people.actor import Actor
from genjin.kernel.work.errors import TaskDone
from genjin.kernel.work.inbox import TaskRow, get_task
from genjin.kernel.work.move import CANCEL, clean_words, move, move_many


def cancel(actor: Actor, task_id: int, *, reason: str = "") -> TaskRow:
    """Cancel one task; a second time changes nothing. Raises Refused, NotFound, Forbidden, TaskDone."""
    said = clean_words(reason, needed=False)
    moved = move(actor, task_id, CANCEL, text=said)
    task = get_task(actor, task_id)
    if not moved and task.state == "done":
        raise TaskDone
    return task


def cancel_many(actor: Actor, ids: Sequence[int], *, reason: str = "") -> list[int]:
    """Cancel what is still open of these tasks, without asking for rights (undoing of steps). Returns which."""
    return move_many(actor, list(ids), CANCEL, text=reason)
