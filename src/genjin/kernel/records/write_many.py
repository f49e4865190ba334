"""The write door for many: rows of a staging relation become records, search entries and events, set-based.

Values must be clean before they are staged: whoever stages them judged them. The caller opens the transaction; every
function here stamps it with the actor, because history loses him silently on COPY otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Any

from django.db import connection

from genjin.kernel.events.models import SHARDS
from genjin.kernel.objects.description import descriptions
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.history import stamp
from genjin.lib.text.grams import bigrams, searchable

#: Parts the grams of a staged search entry; a list per cell is what makes COPY slow.
UNIT = "\x1f"


@dataclass(frozen=True)
class Source:
    """Rows to write, one per record.

    `relation`: what stands behind FROM, with its aliases. `id`: the expression that is the record's id. `where` and
    `params`: which of its rows. `order`: keeps neighbours of the source neighbours in the table. All of it SQL of ours.
    """

    relation: str
    id: str
    where: str = "true"
    params: tuple[Any, ...] = ()
    order: str = ""

    @property
    def tail(self) -> str:
        """FROM … WHERE … ORDER BY …"""
        order = f" order by {self.order}" if self.order else ""
        return f" from {self.relation} where {self.where}{order}"


@dataclass(frozen=True)
class EntrySql:
    """Expressions over the source that make the search entry; staged by `entry_texts`."""

    title: str
    body: str
    initials: str
    grams: str
    owner: str
    team: str


def entry_texts(title: str, initials: str, texts: Sequence[str]) -> tuple[str, str, str, str]:
    """Title, body, initials and joined grams of a search entry, to be staged; the same as `search.entry_row` makes."""
    grams: set[str] = set()
    body = []
    for text in (title, *texts):
        if text:
            folded = text[1:] if text[0] == "+" and text[1:].isdecimal() else _searchable(text)
            body.append(folded)
            grams.update(map(add, folded, folded[1:]))
    grams.update(bigrams(initials) if not initials.isalnum() else map(add, initials, initials[1:]))
    return title[:200], "\n".join(body), initials[:200], UNIT.join(grams)


# Job titles and the like come again and again.
_searchable = lru_cache(maxsize=4096)(searchable)


def insert_many(
    actor: Actor,
    object_key: str,
    source: Source,
    columns: Mapping[str, str],
    *,
    origin: str,
    entry: EntrySql | None = None,
    event: str = "created",
) -> int:
    """New records from a source: `columns` maps columns of the table to expressions over it. Returns how many.

    Version, times and `created_by` are filled in where not mapped. `event`: last part of the event's kind, empty for
    none. With `entry` their search entries are written too.
    """
    description = descriptions.get(object_key)
    mapped = {"id": source.id, "created_by_id": _id_sql(actor.user_id), **columns}
    names = ", ".join(f'"{name}"' for name in mapped)
    stamp(actor.user_id, origin)
    count = _execute(
        f"insert into {description.table} ({names}) select {', '.join(mapped.values())}{source.tail}", source.params
    )
    if count and entry is not None:
        put_entries(object_key, source, entry, fresh=True)
    if count and event:
        emit_many(actor, f"{object_key}.{event}", object_key, source)
    return count


def update_many(
    actor: Actor,
    object_key: str,
    source: Source,
    columns: Mapping[str, str],
    *,
    origin: str,
    fields: str = "'[]'::jsonb",
    bump: bool = True,
) -> int:
    """Change records from a source; the table is alias `c` in the expressions. Returns how many.

    One row per record; rows that change nothing must not be among them. `fields`: JSON list of the changed columns, for
    the event. Without `bump` only derived columns change: no version, no event.
    """
    description = descriptions.get(object_key)
    sets = [f'"{name}" = {expression}' for name, expression in columns.items()]
    if bump:
        sets += ["version = c.version + 1", "updated_at = genjin_now()"]
    stamp(actor.user_id, origin)
    count = _execute(
        f"update {description.table} c set {', '.join(sets)} from {source.relation}"
        f" where c.id = {source.id} and c.deleted_at is null and {source.where}",
        source.params,
    )
    if count and bump:
        joined = Source(
            f"{source.relation} join {description.table} c on c.id = {source.id}",
            source.id,
            source.where,
            source.params,
        )
        emit_many(
            actor, f"{object_key}.updated", object_key, joined,
            payload=f"jsonb_build_object('fields', {fields})", dedupe="':' || c.version",
        )  # fmt: skip
    return count


def put_entries(object_key: str, source: Source, entry: EntrySql, *, fresh: bool = False) -> int:
    """Search entries of a source's records; `fresh`: there are none of them yet."""
    conflict = (
        ""
        if fresh
        else " on conflict (object_key, record_id) do update set title = excluded.title, body = excluded.body,"
        " initials = excluded.initials, grams = excluded.grams, owner_id = excluded.owner_id, team_id = excluded.team_id"
    )
    return _execute(
        "insert into records_searchentry (object_key, record_id, title, body, initials, grams, owner_id, team_id)"
        f" select '{object_key}', {source.id}, {entry.title}, {entry.body}, {entry.initials},"
        f" string_to_array({entry.grams}, e'\\x1f'), {entry.owner}, {entry.team}{source.tail}{conflict}",
        source.params,
    )


def emit_many(
    actor: Actor, kind: str, object_key: str, source: Source, *, payload: str = "'{}'::jsonb", dedupe: str = "''"
) -> int:
    """One event per row of the source; `dedupe` is added to kind and id to make its key."""
    return _execute(
        "insert into events_event (kind, object_key, record_id, shard, actor_id, payload, dedupe_key, occurred_at)"
        f" select '{kind}', '{object_key}', {source.id}, mod({source.id}, {SHARDS}), {_id_sql(actor.user_id)}, {payload},"
        f" '{kind}:' || {source.id} || {dedupe}, genjin_now(){source.tail} on conflict (dedupe_key) do nothing",
        source.params,
    )


def _id_sql(value: int | None) -> str:
    return "null::bigint" if value is None else str(int(value))


def _execute(sql: str, params: tuple[Any, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.rowcount)
