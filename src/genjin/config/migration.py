"""Applies migrations under an advisory lock, with a time limit on waiting for tables that others are using."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

_LOCK = 0x67656E6A696E  # "genjin"
_LOCK_TIMEOUT = "30s"


def migrate() -> None:
    """Any number of processes may call it at once: one applies, the others wait and find all applied."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        try:
            cursor.execute("select set_config('lock_timeout', %s, false)", [_LOCK_TIMEOUT])
            if not is_current():
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("select set_config('lock_timeout', '0', false)")
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def is_current() -> bool:
    """Whether every migration of this code is applied; newer ones in the database are tolerated."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    return not set(loader.disk_migrations or ()) - set(loader.applied_migrations or ())
