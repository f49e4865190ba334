"""The states of a task as data, and the one guarded statement that moves between them."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.access.scope import require
from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.errors import TaskCancelled, TaskDone
from genjin.kernel.work.inbox import TaskRow, get_task

TEXT_LENGTH = 5000


@dataclass(frozen=True)
class Move:
    """One verb: from which states, which columns it sets (`%(text)s` is what was said), and the event it emits."""

    event: str
    sources: tuple[str, ...]
    sets: str


# Stamps stand apart: starting, answering and completing never write each other's, and the first of each stays.
START = Move("task.started", ("open",), "state = 'started', started_at = genjin_now()")
RESPOND = Move(
    "task.responded", ("open", "started"),
    "response = %(text)s::text, first_response_at = coalesce(first_response_at, genjin_now())",
)  # fmt: skip
COMPLETE = Move(
    "task.completed", ("open", "started"), "state = 'done', completed_at = genjin_now(), result = %(text)s::text"
)
CANCEL = Move(
    "task.cancelled", ("open", "started"), "state = 'cancelled', cancelled_at = genjin_now(), result = %(text)s::text"
)

#: `{sets}` comes from a Move. The event is written by the same statement; an answer given twice is two events.
_STATEMENT = """
with moved as (
  update work_task set {sets} where id = any(%(ids)s::bigint[]) and state = any(%(sources)s::text[])
  returning id, object_key, record_id, kind, response
), told as (
  insert into events_event (kind, object_key, record_id, shard, actor_id, depth, payload, dedupe_key, occurred_at)
  select %(event)s::text, 'task', m.id, m.id %% 8, %(actor)s::bigint, 0,
    jsonb_build_object('kind', m.kind)
      || case when m.record_id is null then '{{}}'::jsonb else jsonb_build_object(m.object_key, m.record_id) end,
    %(event)s::text || ':' || m.id
      || case when %(event)s::text = 'task.responded' then ':' || md5(m.response) else '' end,
    genjin_now()
  from moved m on conflict (dedupe_key) do nothing
)
select id from moved
"""


def move(actor: Actor, task_id: int, to: Move, *, text: str = "") -> bool:
    """Move one task the actor may change. Returns whether it moved; a task that is elsewhere is left as it is.

    Raises NotFound, Forbidden.
    """
    task = get_task(actor, task_id)
    require(actor, "update", "task", owner_id=task.owner_id, team_id=task.team_id)
    return bool(move_many(actor, [task_id], to, text=text))


def move_many(actor: Actor, ids: list[int], to: Move, *, text: str = "") -> list[int]:
    """Move tasks without asking for rights: for steps and their undoing. Returns those that moved."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT.format(sets=to.sets),
            {"ids": ids, "sources": list(to.sources), "event": to.event, "actor": actor.user_id, "text": text},
        )
        return [row[0] for row in cursor.fetchall()]


def refuse_closed(task: TaskRow) -> None:
    """Raise TaskCancelled or TaskDone for a task that owes nothing any more."""
    if task.state == "cancelled":
        raise TaskCancelled
    if task.state == "done":
        raise TaskDone


def clean_words(text: str, *, needed: bool) -> str:
    """What a person said about a task. Raises Refused for nothing (where needed), too much, or what cannot be kept."""
    said = text.strip()
    if needed and not said:
        raise Refused(errors=[FieldError("text", "text_required", _("Say in a few words what you answered."))])
    if len(said) > TEXT_LENGTH:
        message = _("At most %(max)s characters.") % {"max": TEXT_LENGTH}
        raise Refused(errors=[FieldError("text", "too_long", message)])
    if not _storable(said):
        raise Refused(
            errors=[FieldError("text", "invalid_characters", _("The text holds characters that cannot be kept."))]
        )
    return said


def _storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        orjson.dumps(text)
    except TypeError:  # a lone surrogate
        return False
    return True
