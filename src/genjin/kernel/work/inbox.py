"""Read tasks: a person's own, a record's, by state, always in the reader's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import connection

from genjin.kernel.access.page import Filter, Order, page
from genjin.kernel.access.scope import where
from genjin.kernel.errors import NotFound
from genjin.kernel.people.actor import Actor

OPEN_STATES = ("open", "started")


@dataclass(frozen=True)
class TaskRow:
    """A task as lists, pages and the API show it. `owner` is a user name; `record_title` the record's name."""

    id: int
    kind: str
    title: str
    owner_id: int
    team_id: int | None
    object_key: str
    record_id: int | None
    source_object: str
    source_id: int | None
    state: str
    reason: str
    value: Decimal | None
    due_on: date | None
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    first_response_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    response: str
    result: str
    owner: str
    owner_name: str
    record_title: str

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN_STATES

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is owed and its time is over."""
        return self.is_open and self.due_at is not None and self.due_at < now


COLUMNS = (
    "id", "kind", "title", "owner_id", "team_id", "object_key", "record_id", "source_object", "source_id", "state",
    "reason", "value", "due_on", "due_at", "created_at", "started_at", "first_response_at", "completed_at",
    "cancelled_at", "response", "result",
)  # fmt: skip

#: Adds the words around tasks to a page of them; `{rows}` is a select of COLUMNS, `{order}` its order clause.
_WITH_WORDS = """
select x.*, u.username, u.name, coalesce(s.title, '')
from ({rows}) x join people_user u on u.id = x.owner_id
left join records_searchentry s on s.object_key = x.object_key and s.record_id = x.record_id
order by {order}
"""


@dataclass(frozen=True)
class Tally:
    """What a person owes: open in all, and how many of them are overdue."""

    open: int
    overdue: int


def list_tasks(
    actor: Actor,
    *,
    mine: bool = False,
    states: Sequence[str] = (),
    kinds: Sequence[str] = (),
    object_key: str = "",
    record_id: int | None = None,
    owner_id: int | None = None,
    order: Literal["newest", "due"] = "newest",
    after_id: int | None = None,
    limit: int = 50,
) -> list[TaskRow]:
    """Tasks in scope. `order` "newest" pages by `after_id`; "due" puts what is due first at the top."""
    filters = _filters(states, kinds, object_key, record_id, after_id)
    sort = Order("id", descending=True) if order == "newest" else Order("due_at")
    rows, params = page(
        actor, "task", "work_task", COLUMNS, order=sort, limit=limit, filters=filters, live="true",
        owner_id=actor.user_id if mine else owner_id,
    )  # fmt: skip
    outer = "x.id desc" if order == "newest" else "x.due_at asc nulls last, x.id"
    return _read(_WITH_WORDS.format(rows=rows, order=outer), params)


def get_task(actor: Actor, task_id: int) -> TaskRow:
    """One task. Raises NotFound when it is not there or not the reader's to see."""
    scope = where(actor, "task")
    picked = ", ".join(f"t.{c}" for c in COLUMNS)
    found = _read(
        _WITH_WORDS.format(rows=f"select {picked} from work_task t where t.id = %s and {scope.sql}", order="1"),  # noqa: S608
        [task_id, *scope.params],
    )
    if not found:
        raise NotFound
    return found[0]


def tally(actor: Actor) -> Tally:
    """What the actor himself owes now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where due_at < genjin_now()) from work_task"
            " where owner_id = %s and state in ('open', 'started')",
            [actor.user_id],
        )
        return Tally(*cursor.fetchone())


def _filters(
    states: Sequence[str], kinds: Sequence[str], object_key: str, record_id: int | None, after_id: int | None
) -> Filter:
    parts: list[str] = ["true"]
    params: list[Any] = []
    if set(states) == set(OPEN_STATES):
        parts.append("t.state in ('open', 'started')")  # spelled out, so that the partial index of the inbox serves
    elif states:
        parts.append("t.state = any(%s)")
        params.append(list(states))
    if kinds:
        parts.append("t.kind = any(%s)")
        params.append(list(kinds))
    if object_key:
        parts.append("t.object_key = %s")
        params.append(object_key)
    if record_id is not None:
        parts.append("t.record_id = %s")
        params.append(record_id)
    if after_id is not None:
        parts.append("t.id < %s")
        params.append(after_id)
    return Filter(" and ".join(parts), tuple(params))


def _read(sql: str, params: Sequence[Any]) -> list[TaskRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [TaskRow(*row) for row in cursor.fetchall()]
