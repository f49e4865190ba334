"""Puts rows into the database by COPY: business rows through the door for many, the machinery's rows beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.imports.stage import Stage, copy_line
from genjin.kernel.people.actor import SYSTEM, load_actor_by_name
from genjin.kernel.records.write_many import EntrySql, Source, insert_many

ORIGIN = "demo"
Row = Mapping[str, Any]

_ENTRY = EntrySql(
    title="s.entry_title", body="s.entry_body", initials="s.entry_initials", grams="s.entry_grams",
    owner="s.owner_id", team="s.team_id",
)  # fmt: skip
ENTRY_COLUMNS = {"entry_title": "text", "entry_body": "text", "entry_initials": "text", "entry_grams": "text"}


def take_ids(count: int) -> range:
    """As many record ids in a row; nobody else is at work in a company that is just being founded."""
    with connection.cursor() as cursor:
        cursor.execute("select setval('record_id', nextval('record_id') + %s)", [count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def put_records(object_key: str, kinds: Mapping[str, str], rows: Iterable[Row], *, has_entry: bool = False) -> int:
    """Records of one object through the write door. `kinds`: SQL type by column."""
    staged = {**kinds, **(ENTRY_COLUMNS if has_entry else {})}
    stage = Stage(f"demo_{object_key}", tuple(staged.items()))
    stage.create()
    stage.copy_rows([_text(row[column]) for column in staged] for row in rows)
    columns = {column: f"s.{column}" for column in kinds if column != "id"}
    entry = _ENTRY if has_entry else None
    source = Source(f"{stage.table} s", "s.id", order="s.id")
    # History names who brought the records in: the administrator, as with any import.
    actor = load_actor_by_name("admin") or SYSTEM
    count = insert_many(actor, object_key, source, columns, origin=ORIGIN, entry=entry, event="")
    stage.drop()
    return count


def put_rows(table: str, rows: Iterable[Row]) -> None:
    """Rows of a table of the machinery; all have the columns of the first."""
    lines, names = [], ""
    for row in rows:
        names = names or ", ".join(f'"{column}"' for column in row)
        lines.append(copy_line([_text(value) for value in row.values()]))
    if lines:
        with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
            copy.write("".join(lines))


def array(texts: Iterable[str]) -> str:
    """A list of texts as PostgreSQL writes an array."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    written = _WRITTEN.get(type(value))
    return written(value) if written else str(value)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "t" if value else "f",
    datetime: datetime.isoformat,
    date: date.isoformat,
    list: lambda value: orjson.dumps(value).decode(),
    dict: lambda value: orjson.dumps(value).decode(),
}
