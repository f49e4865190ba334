"""User names of people and back: the API never shows a person's number."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def usernames(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Id → user name, in one statement."""
    wanted = sorted({user_id for user_id in user_ids if user_id is not None})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, username from people_user where id = any(%s)", [wanted])
        return dict(cursor.fetchall())


def user_id(username: str) -> int | None:
    """The id of a person by user name, also of one who has left."""
    with connection.cursor() as cursor:
        cursor.execute("select id from people_user where username = %s", [username])
        row = cursor.fetchone()
        return row[0] if row else None
