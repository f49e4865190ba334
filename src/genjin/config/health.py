"""Signs of life for whoever watches: of this process, of its readiness, of the whole."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from genjin.config.migration import is_current
from genjin.kernel.jobs.heartbeat import alive


def livez(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return _answer({"process": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """This process can serve: the database is reached and has every table this code needs."""
    return _answer({"database": _database_answers(), "migrated": _is_migrated()})


def healthz(request: HttpRequest) -> HttpResponse:
    """The whole works: database, tables and at least one worker."""
    reached = _database_answers()
    return _answer({"database": reached, "migrated": _is_migrated(), "worker": reached and _worker_is_alive()})


def _answer(states: dict[str, bool]) -> HttpResponse:
    is_well = all(states.values())
    response = JsonResponse({"ok": is_well, **states}, status=200 if is_well else 503)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # who asks reads the answer; the log need not
    return response


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return True
    except (DatabaseError, InterfaceError):
        connection.close()
        return False


def _worker_is_alive() -> bool:
    try:
        return alive()
    except (DatabaseError, InterfaceError):
        return False


def _is_migrated() -> bool:
    """Asked of the database until the first good answer, which stays good."""
    global _was_migrated
    try:
        _was_migrated = _was_migrated or is_current()
    except (DatabaseError, InterfaceError):
        connection.close()
    return _was_migrated


_was_migrated = False
