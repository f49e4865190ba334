"""The door's engine: a plan of rows becomes one statement, one round trip, all or nothing.

facts/performance.md §4: rows travel as one JSON parameter and are spread by `jsonb_populate_recordset`, so there is one
text per shape and one plan in PostgreSQL. Nobody else saves a business row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from django.db import DataError, IntegrityError, connection
from psycopg.errors import UniqueViolation

from genjin.kernel.people.actor import Actor
from genjin.kernel.records.errors import Conflict, OnceTaken, Taken
from genjin.kernel.records.history import stamp_values

Row = dict[str, Any]


@dataclass(frozen=True)
class Patch:
    """Changes to one row, guarded.

    `set`: columns to values. `greatest`: columns that only ever rise. `guard`: columns that must still hold these
    values, else nothing at all is written and Conflict is raised. `bump`: whether this is a new version for editors.
    """

    id: int
    set: Row = field(default_factory=dict)
    greatest: Row = field(default_factory=dict)
    guard: Row = field(default_factory=dict)
    bump: bool = True
    live: bool = True


@dataclass
class Rows:
    """Everything one verb writes: inserts by table, patches by table, the idempotency answer."""

    inserts: dict[str, list[Row]] = field(default_factory=dict)
    patches: dict[str, list[Patch]] = field(default_factory=dict)
    once: Row | None = None

    def add(self, table: str, *rows: Row) -> None:
        """Rows for a table; all rows of one table must have the same columns."""
        self.inserts.setdefault(table, []).extend(rows)

    def patch(self, table: str, patch: Patch) -> None:
        """A guarded change."""
        self.patches.setdefault(table, []).append(patch)


def apply(actor: Actor, rows: Rows, *, origin: str) -> None:
    """Write the plan. Raises Conflict when a guard failed, OnceTaken when a rival used the key,
    Taken when something unique is there already; all three wrote nothing."""
    shape, payload = _shape(rows)
    if not shape.inserts and not shape.patches:
        return
    name, value = stamp_values(actor.user_id, origin)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_statement(shape), [orjson.dumps(payload, default=str).decode(), name, value])
    except DataError as error:
        if "division by zero" in str(error):
            raise Conflict from error
        raise
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint and isinstance(error.__cause__, UniqueViolation):
            raise (OnceTaken if constraint == "jobs_once_key" else Taken)(constraint) from error
        raise


@dataclass(frozen=True)
class _PatchShape:
    table: str
    set: tuple[str, ...]
    greatest: tuple[str, ...]
    guard: tuple[str, ...]
    bump: bool
    live: bool


@dataclass(frozen=True)
class _Shape:
    inserts: tuple[tuple[str, tuple[str, ...]], ...]
    patches: tuple[_PatchShape, ...]


def _shape(rows: Rows) -> tuple[_Shape, dict[str, list[Row]]]:
    inserts: list[tuple[str, tuple[str, ...]]] = []
    payload: dict[str, list[Row]] = {}
    tables = dict(rows.inserts)
    if rows.once is not None:
        tables = {"jobs_once": [rows.once], **tables}
    for table, table_rows in tables.items():
        if table_rows:
            payload[f"i{len(inserts)}"] = table_rows
            inserts.append((table, tuple(table_rows[0])))
    patches: list[_PatchShape] = []
    for table, table_patches in rows.patches.items():
        for p in table_patches:
            shape = _PatchShape(table, tuple(p.set), tuple(p.greatest), tuple(p.guard), p.bump, p.live)
            at = f"u{patches.index(shape)}" if shape in patches else f"u{len(patches)}"
            if shape not in patches:
                patches.append(shape)
            guard = {f"g_{k}": v for k, v in p.guard.items()}
            payload.setdefault(at, []).append({"id": p.id, **p.set, **p.greatest, "guard": guard})
    return _Shape(tuple(inserts), tuple(patches)), payload


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> str:
    parts = ["with p as materialized (select (%s)::jsonb as rows, set_config(%s, %s, true) as stamped)"]
    for n, (table, columns) in enumerate(shape.inserts):
        names = ", ".join(f'"{c}"' for c in columns)
        values = ", ".join(f'r."{c}"' for c in columns)
        parts.append(
            f"i{n} as (insert into {table} ({names}) select {values}"
            f" from p, jsonb_populate_recordset(null::{table}, p.rows -> 'i{n}') r)"
        )
    checks = ["p.stamped is not null"]
    for n, patch in enumerate(shape.patches):
        parts.append(f"u{n} as ({_update(n, patch)} returning 1)")
        checks.append(f"(select count(*) from u{n}) = jsonb_array_length(p.rows -> 'u{n}')")
    return ", ".join(parts) + f" select 1 / (case when {' and '.join(checks)} then 1 else 0 end) from p"


def _update(n: int, patch: _PatchShape) -> str:
    sets = [f'"{c}" = r."{c}"' for c in patch.set]
    sets += [f'"{c}" = greatest(c."{c}", r."{c}")' for c in patch.greatest]
    if patch.bump:
        sets += ["version = c.version + 1", "updated_at = genjin_now()"]
    guards = ["c.id = r.id"]
    # Guards travel beside the row, because a guarded column may also be one that is set.
    guards += [
        f'c."{c}" is not distinct from (jsonb_populate_record(null::{patch.table},'
        f" jsonb_build_object('{c}', e -> 'guard' -> 'g_{c}'))).\"{c}\""
        for c in patch.guard
    ]
    if patch.live:
        guards.append("c.deleted_at is null")
    return (
        f"update {patch.table} c set {', '.join(sets)} from p, jsonb_array_elements(p.rows -> 'u{n}') e,"
        f" lateral jsonb_populate_record(null::{patch.table}, e) r where {' and '.join(guards)}"
    )
