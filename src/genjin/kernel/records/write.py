"""The one write door: `write` creates or changes one record, `delete` and `restore` move it to and from the bin.

It validates, guards the version, saves, writes search entry and event, in one statement. Verbs that write more than one
record build `door.Rows` themselves and call `door.apply`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection, transaction

from genjin.kernel.access.scope import may, require, require_any
from genjin.kernel.errors import FieldError, Forbidden, NotFound, Refused, StaleVersion
from genjin.kernel.events.emit import event_row
from genjin.kernel.jobs import clock
from genjin.kernel.objects.description import ObjectDescription, descriptions
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.clean import Cleaned, clean
from genjin.kernel.records.door import Patch, Row, Rows, apply
from genjin.kernel.records.search import entry_row


@dataclass(frozen=True)
class Written:
    """What became of a write: the record's id, its version now, and all its columns."""

    id: int
    version: int
    columns: Row


def write(
    actor: Actor,
    object_key: str,
    record_id: int | None,
    changes: Mapping[str, Any],
    *,
    expected_version: int | None = None,
    origin: str = "form",
    once: Row | None = None,
) -> Written:
    """Create (`record_id` None) or change a record.

    Raises Refused with every field error, NotFound, Forbidden, StaleVersion (with the fields that differ),
    OnceTaken. Without `expected_version` a change applies to the newest version.
    """
    description = descriptions.get(object_key)
    if record_id is None:
        return _create(actor, description, changes, origin=origin, once=once)
    with transaction.atomic():
        return _change(actor, description, record_id, changes, expected_version, origin=origin, once=once)


def read_row(object_key: str, record_id: int, *, deleted: bool = False, lock: bool = False) -> Row | None:
    """All columns of a live record, unscoped: for verbs, which then `require`. `lock` makes rivals wait (in a transaction)."""
    table = descriptions.get(object_key).table
    with connection.cursor() as cursor:
        bin_sql = "is not null" if deleted else "is null"
        locked = " for update" if lock else ""
        cursor.execute(f"select * from {table} where id = %s and deleted_at {bin_sql}{locked}", [record_id])
        names = [c[0] for c in cursor.description]
        row = cursor.fetchone()
    if row is None:
        return None
    found = dict(zip(names, row, strict=True))
    if isinstance(found.get("custom"), str):
        found["custom"] = orjson.loads(found["custom"])
    return found


def _create(
    actor: Actor, description: ObjectDescription, changes: Mapping[str, Any], *, origin: str, once: Row | None
) -> Written:
    require_any(actor, "create", description.key)
    now, new_id = _now_and_id()
    cleaned = clean(description, changes, today=clock.local_day(now), creating=True)
    _resolve_scope(actor, description, cleaned, None)
    if cleaned.errors:
        raise Refused(errors=cleaned.errors)
    columns = {**_blank(description), **_filled(description, cleaned.columns)}
    _default_owner(actor, description, columns, now)
    require(actor, "create", description.key, owner_id=columns.get("owner_id"), team_id=columns.get("team_id"))
    columns |= {
        "id": new_id, "created_by_id": actor.user_id, "created_at": now, "updated_at": now,
        "custom": {k: v for k, v in cleaned.custom.items() if v is not None},
    }  # fmt: skip
    if description.derive is not None:
        columns |= description.derive(columns)
    rows = Rows(once=once)
    rows.add(description.table, columns)
    if (entry := entry_row(description, new_id, columns)) is not None:
        rows.add("records_searchentry", entry)
    rows.add("events_event", event_row(f"{description.key}.created", description.key, new_id, actor,
                                       dedupe_key=f"{description.key}.created:{new_id}"))  # fmt: skip
    apply(actor, rows, origin=origin)
    return Written(new_id, 1, {**columns, "version": 1})


def _blank(description: ObjectDescription) -> Row:
    """What an empty record holds: None where the column may be empty, else the model's default."""
    names = {f.db_column for f in description.fields if not f.derived}
    names |= {f"{f.db_column}_ext" for f in description.fields if f.kind == "phone"}
    return {f.column: None if f.null else f.get_default() for f in description.model._meta.fields if f.column in names}


def _filled(description: ObjectDescription, columns: Row) -> Row:
    """Emptied columns hold what an empty record holds."""
    blank = _blank(description)
    return {name: blank.get(name) if value is None else value for name, value in columns.items()}


def _change(
    actor: Actor, description: ObjectDescription, record_id: int, changes: Mapping[str, Any],
    expected_version: int | None, *, origin: str, once: Row | None,
) -> Written:  # fmt: skip
    current = read_row(description.key, record_id, lock=True)
    if current is None:
        raise NotFound
    require(actor, "update", description.key, owner_id=current["owner_id"], team_id=current["team_id"])
    now = clock.now()
    cleaned = clean(description, changes, today=clock.local_day(now), creating=False)
    _resolve_scope(actor, description, cleaned, current)
    if cleaned.errors:
        raise Refused(errors=cleaned.errors)
    merged = {**current, **_filled(description, cleaned.columns)}
    merged["custom"] = {k: v for k, v in {**current["custom"], **cleaned.custom}.items() if v is not None}
    if description.derive is not None:
        merged |= description.derive(merged)
    changed = {k: v for k, v in merged.items() if current.get(k) != v}
    if expected_version is not None and expected_version != current["version"]:
        raise StaleVersion(errors=_differing(description, changed, current))
    if not changed:
        return Written(record_id, current["version"], current)
    if "owner_id" in changed and "assigned_at" in current and "assigned_at" not in cleaned.columns:
        changed["assigned_at"] = merged["assigned_at"] = now
    rows = Rows(once=once)
    rows.patch(description.table, Patch(record_id, set=changed, guard={"version": current["version"]}))
    version = current["version"] + 1
    rows.add("events_event", event_row(f"{description.key}.updated", description.key, record_id, actor,
                                       dedupe_key=f"{description.key}.updated:{record_id}:{version}",
                                       payload={"fields": sorted(changed)}))  # fmt: skip
    _patch_search(description, record_id, merged, rows)
    apply(actor, rows, origin=origin)
    return Written(record_id, version, {**merged, "version": version, "updated_at": now})


def _patch_search(description: ObjectDescription, record_id: int, columns: Row, rows: Rows) -> None:
    entry = entry_row(description, record_id, columns)
    if entry is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from records_searchentry where object_key = %s and record_id = %s", [description.key, record_id]
        )
        found = cursor.fetchone()
    if found is None:
        rows.add("records_searchentry", entry)
    else:
        rows.patch("records_searchentry", Patch(found[0], set=entry, bump=False, live=False))


def _differing(description: ObjectDescription, changed: Row, current: Row) -> list[FieldError]:
    by_column = {f.db_column: f.key for f in description.fields}
    return [
        FieldError(
            by_column.get(column, column), "differs", "" if current.get(column) is None else str(current[column])[:200]
        )
        for column in sorted(changed)
        if column in by_column or column == "custom"
    ]


def _resolve_scope(actor: Actor, description: ObjectDescription, cleaned: Cleaned, current: Row | None) -> None:
    """A referenced record must be there and visible; where scope comes from it, take its owner and team."""
    for shipped in description.fields:
        if shipped.kind != "reference" or shipped.db_column not in cleaned.columns:
            continue
        target_id = cleaned.columns[shipped.db_column]
        target = read_row(shipped.refers_to, target_id) if target_id is not None else None
        if target is None or not may(
            actor, "read", shipped.refers_to, owner_id=target["owner_id"], team_id=target["team_id"]
        ):
            cleaned.errors.append(FieldError(shipped.key, "not_found", str(NotFound.message)))
        elif shipped.key == description.scope_from:
            cleaned.columns |= {"owner_id": target["owner_id"], "team_id": target["team_id"]}
    if "owner_id" in cleaned.columns and not description.scope_from:
        _check_new_owner(actor, description.key, cleaned, current)


def _check_new_owner(actor: Actor, object_key: str, cleaned: Cleaned, current: Row | None) -> None:
    owner_id = cleaned.columns["owner_id"]
    if current is not None and current["owner_id"] == owner_id:
        return
    team_id = team_of(owner_id)
    cleaned.columns["team_id"] = team_id
    if actor.scope(object_key, "assign") == "all" or owner_id == actor.user_id:
        return
    if not (actor.scope(object_key, "assign") == "team" and team_id in actor.led_teams):
        raise Forbidden


def _default_owner(actor: Actor, description: ObjectDescription, columns: Row, now: datetime) -> None:
    if not description.scope_from and columns.get("owner_id") is None:
        columns |= {"owner_id": actor.user_id, "team_id": actor.team_id}
    if "assigned_at" in columns and columns["assigned_at"] is None:
        columns["assigned_at"] = now


def team_of(user_id: int | None) -> int | None:
    """The team a person is in now."""
    with connection.cursor() as cursor:
        cursor.execute("select team_id from people_membership where user_id = %s and until is null", [user_id])
        row = cursor.fetchone()
        return row[0] if row else None


def _now_and_id() -> tuple[datetime, int]:
    with connection.cursor() as cursor:
        cursor.execute("select genjin_now(), nextval('record_id')")
        now, new_id = cursor.fetchone()
        return now, new_id


def delete(actor: Actor, object_key: str, record_id: int, *, origin: str = "form") -> None:
    """Put a record into the recycle bin. Raises NotFound, Forbidden."""
    _verb(object_key, "delete")(actor, object_key, record_id, deleted=False, origin=origin)


def restore(actor: Actor, object_key: str, record_id: int, *, origin: str = "form") -> None:
    """Take a record out of the recycle bin. Raises NotFound, Forbidden."""
    _verb(object_key, "restore")(actor, object_key, record_id, deleted=True, origin=origin)


def _verb(object_key: str, name: str) -> Callable[..., None]:
    """The object's own verb, when deleting means more than moving to the bin."""
    return descriptions.get(object_key).verbs.get(name, _move)


def _move(actor: Actor, object_key: str, record_id: int, *, deleted: bool, origin: str) -> None:
    with transaction.atomic():
        _current, rows = move_rows(actor, object_key, record_id, deleted=deleted)
        apply(actor, rows, origin=origin)


def move_rows(actor: Actor, object_key: str, record_id: int, *, deleted: bool) -> tuple[Row, Rows]:
    """The locked record and the rows that move it: into the bin, or with `deleted` out of it. In a transaction.

    Raises NotFound, Forbidden.
    """
    description = descriptions.get(object_key)
    current = read_row(object_key, record_id, deleted=deleted, lock=True)
    if current is None:
        raise NotFound
    require(actor, "delete", object_key, owner_id=current["owner_id"], team_id=current["team_id"])
    verb, stamp = ("restored", None) if deleted else ("deleted", clock.now())
    version = current["version"] + 1
    rows = Rows()
    patch = Patch(record_id, set={"deleted_at": stamp}, guard={"version": current["version"]}, live=not deleted)
    rows.patch(description.table, patch)
    rows.add(
        "events_event",
        event_row(
            f"{object_key}.{verb}",
            object_key,
            record_id,
            actor,
            dedupe_key=f"{object_key}.{verb}:{record_id}:{version}",
        ),
    )
    if deleted and (entry := entry_row(description, record_id, current)) is not None:
        rows.add("records_searchentry", entry)
    elif not deleted:
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from records_searchentry where object_key = %s and record_id = %s", [object_key, record_id]
            )
    return current, rows
