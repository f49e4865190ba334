"""Answer a task: the first answer stops the clock of first response."""

from __future__ import annotations

from genjin.kernel.people.actor import Actor
from genjin.kernel.work.inbox import TaskRow, get_task
from genjin.kernel.work.move import RESPOND, clean_words, move, refuse_closed


def respond(actor: Actor, task_id: int, *, text: str) -> TaskRow:
    """Keep what was answered; `first_response_at` stays the first. Raises Refused, NotFound, Forbidden, TaskDone,
    TaskCancelled."""
    said = clean_words(text, needed=True)
    moved = move(actor, task_id, RESPOND, text=said)
    task = get_task(actor, task_id)
    if not moved:
        refuse_closed(task)
    return task
