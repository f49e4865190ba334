"""The recycle bin: what was put away, in scope, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.functional import Promise

from genjin.kernel.access.scope import where
from genjin.kernel.objects.description import descriptions
from genjin.kernel.people.actor import Actor

OBJECTS = ("customer", "contact")
MOST = 100


@dataclass(frozen=True)
class Binned:
    """A record in the bin."""

    object_key: str
    label: str | Promise
    id: int
    title: str
    owner: str
    deleted_at: datetime


def binned(actor: Actor) -> list[Binned]:
    """Records the actor could bring back."""
    rows: list[Binned] = []
    for key in OBJECTS:
        description = descriptions.get(key)
        scope = where(actor, key, verb="delete")
        if scope.never:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"select t.id, t.{description.title_field}, coalesce(u.name, ''), t.deleted_at from {description.table} t"  # noqa: S608
                f" left join people_user u on u.id = t.owner_id where t.deleted_at is not null and t.merged_into_id is null"
                f" and {scope.sql} order by t.deleted_at desc limit {MOST}",
                scope.params,
            )
            rows += [Binned(key, description.label, *row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: row.deleted_at, reverse=True)[:MOST]
