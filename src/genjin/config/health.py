"""Signs of life for whoever watches: of this process, of its readiness, of the whole."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

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
    try:
        return not _missing_migrations()
    except _NotMigrated:
        return False
    except (DatabaseError, InterfaceError):
        connection.close()
        return False


class _NotMigrated(Exception):
    """Raised so that only the good answer is kept."""


@cache
def _missing_migrations() -> bool:
    """False once every migration of this code is applied, which stays so; newer ones in the database are tolerated."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    if set(loader.disk_migrations or ()) - set(loader.applied_migrations or ()):
        raise _NotMigrated
    return False
