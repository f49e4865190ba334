"""提醒并辅导: one tap of the supervisor tells the rep what is going on, with the evidence, and starts the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from genjin.kernel.errors import DomainError, NotFound
from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.flows.lamps import lamps_of
from genjin.kernel.messages.send import NewMessage, send
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.inbox import TaskRow, get_task
from genjin.kernel.work.start import start

KIND = "silent_customer"

#: How many of the last visits are shown as evidence.
SHOWN = 3


class NobodyToRemind(DomainError):
    code = "nobody_to_remind"
    message = gettext_lazy("This customer has no owner to remind. Give it one first.")


@dataclass(frozen=True)
class Reminded:
    """The task as it stands now, and who was told by which message."""

    task: TaskRow
    message_id: int
    recipient_id: int
    recipient_name: str


@dataclass(frozen=True)
class _Rep:
    id: int
    name: str
    language: str


def remind_and_coach(actor: Actor, task_id: int) -> Reminded:
    """Remind the customer's owner, with the last visits as evidence, and start the task. A second tap tells nobody.

    Raises NotFound (also for tasks of another kind), Forbidden, TaskDone, TaskCancelled, NobodyToRemind.
    """
    task = get_task(actor, task_id)
    if task.kind != KIND or task.record_id is None:
        raise NotFound
    customer_id = task.record_id
    rep = _owner_of(customer_id)
    task = start(actor, task_id)
    with translation.override(rep.language):
        message = _message(task, customer_id, rep)
    [message_id] = send(actor, [message])
    emit(
        [
            event_row(
                "coaching.reminded", "task", task_id, actor, dedupe_key=f"coaching.reminded:{task_id}",
                payload={"customer": customer_id, "recipient": rep.id, "message": message_id},
            )
        ]
    )  # fmt: skip
    return Reminded(task, message_id, rep.id, rep.name)


def _owner_of(customer_id: int) -> _Rep:
    with connection.cursor() as cursor:
        cursor.execute(
            "select u.id, u.name, u.language from sales_customer c"
            " join people_user u on u.id = c.owner_id and u.is_active where c.id = %s and c.deleted_at is null",
            [customer_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NobodyToRemind
    return _Rep(*row)


def _message(task: TaskRow, customer_id: int, rep: _Rep) -> NewMessage:
    lamps = lamps_of("customer", [customer_id]).get(customer_id, [])
    reason = lamps[0].reason if lamps else task.reason
    return NewMessage(
        recipient_id=rep.id,
        kind="coaching",
        title=gettext("%(customer)s needs you") % {"customer": task.record_title},
        body=gettext("%(reason)s. Who will you see there, and by when? Write down one next step today.")
        % {"reason": reason},
        dedupe_key=f"coaching:{task.id}",
        object_key="customer",
        record_id=customer_id,
        evidence=tuple(_evidence(customer_id)),
    )


def _evidence(customer_id: int) -> list[dict[str, Any]]:
    """The last visits: day, words, and why one was not counted (codes as stored; pages put them in words)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select v.id, v.local_day, v.text, v.is_valid, coalesce(i.reasons, '{}')
            from sales_visit v left join sales_interaction i on i.source = 'visit' and i.source_id = v.id
            where v.customer_id = %s and v.deleted_at is null order by v.occurred_at desc, v.id desc limit %s
            """,
            [customer_id, SHOWN],
        )
        rows = cursor.fetchall()
    return [
        {
            "label": gettext("Counted") if is_valid else gettext("Not counted"),
            "text": text[:500], "on": day.isoformat(), "record": str(visit_id), "reasons": list(reasons),
        }
        for visit_id, day, text, is_valid, reasons in rows
    ]  # fmt: skip
