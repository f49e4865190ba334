"""Find records by any part of two characters or more of their texts, initials or phone digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from genjin.kernel.access.scope import where
from genjin.kernel.objects.description import ObjectDescription
from genjin.kernel.people.actor import Actor
from genjin.lib.text.grams import bigrams, query_grams, searchable

Row = dict[str, Any]


@dataclass(frozen=True)
class Hit:
    """A record found."""

    object_key: str
    record_id: int
    title: str


def entry_row(description: ObjectDescription, record_id: int, columns: Mapping[str, Any]) -> Row | None:
    """The search entry of a record; None for objects that are not searched."""
    if description.search_text is None:
        return None
    title, initials, texts = description.search_text(columns)
    said = [title, *[text for text in texts if text]]
    return {
        "object_key": description.key,
        "record_id": record_id,
        "title": title[:200],
        "body": "\n".join(searchable(text) for text in said),
        "initials": initials[:200],
        "grams": sorted({gram for text in [*said, initials] for gram in bigrams(text)}),
        "owner_id": columns.get("owner_id"),
        "team_id": columns.get("team_id"),
    }


def matching_sql(query: str, alias: str = "s") -> tuple[str, list[Any]]:
    """A condition over `records_searchentry` for a query; false when it is shorter than two characters."""
    like = searchable(query)  # letters and digits only: nothing in it means anything to LIKE
    grams = query_grams(query)
    if not grams:
        return "false", []
    return (
        f"{alias}.grams @> %s::text[] and ({alias}.body like %s or {alias}.initials like %s)",
        [grams, f"%{like}%", f"%{like}%"],
    )


def search(actor: Actor, query: str, *, objects: list[str], limit: int = 8) -> list[Hit]:
    """The first hits in the actor's scope over several objects."""
    hits: list[Hit] = []
    matching, params = matching_sql(query)
    with connection.cursor() as cursor:
        for key in objects:
            scope = where(actor, key, alias="s")
            cursor.execute(
                f"select s.object_key, s.record_id, s.title from records_searchentry s"
                f" where s.object_key = %s and {matching} and {scope.sql} order by length(s.title), s.record_id limit %s",
                [key, *params, *scope.params, limit],
            )
            hits += [Hit(*row) for row in cursor.fetchall()]
    return hits
