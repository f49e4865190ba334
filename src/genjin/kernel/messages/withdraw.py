"""Take back messages that nobody has read yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


def withdraw(ids: Sequence[int]) -> int:
    """Withdraw unread messages; what was read stays. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update messages_message set withdrawn_at = genjin_now()"
            " where id = any(%s) and read_at is null and withdrawn_at is null",
            [list(ids)],
        )
        return cursor.rowcount
