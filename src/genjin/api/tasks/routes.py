"""Routes of tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from genjin.api import shapes
from genjin.api.http import parameters
from genjin.api.http.answers import answer, moment, text_id
from genjin.api.http.bearer import Bearer, actor_of
from genjin.api.http.bodies import json_object, only, said
from genjin.api.http.describing import reads, writes
from genjin.api.http.ids import path_id
from genjin.api.http.paging import cut, paging
from genjin.api.http.writing import once
from genjin.kernel.access.scope import require_any
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.complete import complete
from genjin.kernel.work.inbox import TaskRow, get_task, list_tasks
from genjin.kernel.work.models import Task
from genjin.kernel.work.move import TEXT_LENGTH
from genjin.kernel.work.respond import respond
from genjin.kernel.work.start import start

router = Router(tags=["tasks"])

LIST = (
    parameters.yes_no("mine", "1: those you owe yourself."),
    parameters.one_of("state", tuple(Task.State.values)),
    parameters.record("customer", "About this customer."),
    *parameters.PAGING,
)


@router.get("/tasks", auth=Bearer(), **reads("List tasks", shapes.TaskPage, query=LIST))
def list_own_and_team_tasks(request: HttpRequest) -> HttpResponse:
    """Those you may see, newest first."""
    actor = actor_of(request)
    require_any(actor, "read", "task")
    values = parameters.read(request, LIST)
    paged = paging("tasks", values)
    found = list_tasks(
        actor,
        mine=values.get("mine", False),
        states=(values["state"],) if "state" in values else (),
        object_key="customer" if "customer" in values else "",
        record_id=values.get("customer"),
        after_id=paged.after.id if paged.after else None,
        limit=paged.fetch,
    )
    rows, next_cursor = cut(paged, [{"id": task.id, "task": task} for task in found])
    return answer({"items": [shown(row["task"]) for row in rows], "next": next_cursor})


@router.get("/tasks/{task_id}", auth=Bearer(), **reads("Read a task", shapes.Task))
def read_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """One task."""
    parameters.read(request, ())
    return answer(shown(get_task(actor_of(request), path_id(task_id))))


@router.post("/tasks/{task_id}/start", auth=Bearer(), **writes("Start a task", shapes.Task, body=shapes.Empty))
def start_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """Say that you are at it."""
    body = json_object(request, optional=True)
    only(body)
    return _moved(request, task_id, body, start)


@router.post("/tasks/{task_id}/respond", auth=Bearer(), **writes("Answer a task", shapes.Task, body=shapes.WordsBody))
def respond_to_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """The first answer stops the clock of first response."""
    body = json_object(request)
    only(body, "text")
    text = said(body, "text", TEXT_LENGTH)
    return _moved(request, task_id, body, lambda actor, number: respond(actor, number, text=text))


@router.post(
    "/tasks/{task_id}/complete", auth=Bearer(), **writes("Complete a task", shapes.Task, body=shapes.OptionalWordsBody)
)
def complete_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """With what came of it."""
    body = json_object(request, optional=True)
    only(body, "text")
    text = said(body, "text", TEXT_LENGTH)
    return _moved(request, task_id, body, lambda actor, number: complete(actor, number, text=text))


def shown(task: TaskRow) -> dict[str, Any]:
    """A task as every route shows it."""
    return {
        "id": str(task.id),
        "kind": task.kind,
        "title": task.title,
        "owner": task.owner,
        "customer": text_id(task.record_id) if task.object_key == "customer" else None,
        "state": task.state,
        "due_at": moment(task.due_at),
        "started_at": moment(task.started_at),
        "first_response_at": moment(task.first_response_at),
        "completed_at": moment(task.completed_at),
    }


def _moved(
    request: HttpRequest, task_id: str, body: dict[str, Any], verb: Callable[[Actor, int], TaskRow]
) -> HttpResponse:
    actor, number = actor_of(request), path_id(task_id)
    return once(request, actor, body, lambda: shown(verb(actor, number)))
