"""Lists in scope: a UNION ALL of limited index branches, so that a page costs a page, not the team.

Measured on 100,000 customers: 1.5–2 ms where `owner = x or team in (…)` with a sort took 400. Every branch says
`nulls first` (the index order), also those without nulls, else PostgreSQL sorts the whole team.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genjin.kernel.people.actor import Actor

#: Counts stop here: "1,000+" says enough.
COUNT_LIMIT = 1001


@dataclass(frozen=True)
class Order:
    """A sort column of a table that has an index (owner_id, column, id) and (team_id, column, id).

    Ascending puts empty values first; descending is the exact reverse, so that one index serves both.
    """

    column: str
    descending: bool = False
    nullable: bool = True

    @property
    def sql(self) -> str:
        """The order clause with its tie-breaker."""
        if self.column == "id":
            return f"id {'desc' if self.descending else 'asc'}"
        way = "desc" if self.descending else "asc"
        if not self.nullable:
            # PostgreSQL takes no index for a `nulls` clause that the index lacks, also where there are no nulls.
            return f"{self.column} {way}, id {way}"
        return f"{self.column} {way} nulls {'last' if self.descending else 'first'}, id {way}"


@dataclass(frozen=True)
class Filter:
    """Extra conditions over alias `t`, already parameterised."""

    sql: str = "true"
    params: tuple[Any, ...] = field(default=())


@dataclass(frozen=True)
class After:
    """Where the last page ended: the sort value (None = empty) and the id."""

    value: Any
    id: int


def branches(actor: Actor, object_key: str, *, owner_id: int | None = None) -> list[tuple[str, tuple[Any, ...]]]:
    """One equality per way of seeing; `owner_id` narrows to one owner's records within the scope."""
    scope = actor.scope(object_key, "read")
    if scope == "none" or (scope != "all" and actor.user_id is None):
        return []
    if owner_id is not None:
        if scope == "all" or owner_id == actor.user_id:
            return [("t.owner_id = %s", (owner_id,))]
        if scope == "team":
            return [("t.owner_id = %s and t.team_id = any(%s)", (owner_id, list(actor.led_teams)))]
        return []
    if scope == "all":
        return [("true", ())]
    own: list[tuple[str, tuple[Any, ...]]] = []
    if scope == "team" and actor.led_teams:
        own = [("t.team_id = %s", (team,)) for team in actor.led_teams]
        # Own records that lie in another team (a leader who kept a customer) get a branch that excludes the others.
        own.append(("t.owner_id = %s and t.team_id <> all(%s)", (actor.user_id, list(actor.led_teams))))
        return own
    return [("t.owner_id = %s", (actor.user_id,))]


def page(
    actor: Actor,
    object_key: str,
    table: str,
    columns: Sequence[str],
    *,
    order: Order,
    limit: int,
    filters: Filter = Filter(),
    after: After | None = None,
    owner_id: int | None = None,
    live: str = "t.deleted_at is null",
) -> tuple[str, list[Any]]:
    """The SQL and parameters of one page of `table` in the actor's scope.

    `columns` are names of the table; `limit` ≤ 201. Returns rows in `order` after `after`.
    """
    parts: list[str] = []
    params: list[Any] = []
    picked = ", ".join(f"t.{c}" for c in dict.fromkeys([*columns, "id", order.column]))
    for scope_sql, scope_params in branches(actor, object_key, owner_id=owner_id):
        for seek_sql, seek_params in _seeks(order, after):
            parts.append(
                f"(select {picked} from {table} t where {scope_sql} and {live} and {filters.sql}{seek_sql}"
                f" order by {_aliased(order)} limit {int(limit)})"
            )
            params += [*scope_params, *filters.params, *seek_params]
    if not parts:
        return f"select {picked} from {table} t where false", []
    if len(parts) == 1:
        return parts[0][1:-1], params
    return f"select * from ({' union all '.join(parts)}) x order by {order.sql} limit {int(limit)}", params


def _aliased(order: Order) -> str:
    return ", ".join(f"t.{part}" for part in order.sql.split(", "))


def _seeks(order: Order, after: After | None) -> list[tuple[str, tuple[Any, ...]]]:
    """Index conditions that go on after a row, one per null / not-null part of the order."""
    column, way = f"t.{order.column}", "<" if order.descending else ">"
    if after is None:
        return [("", ())]
    if order.column == "id":
        return [(f" and t.id {way} %s", (after.id,))]
    nulls_rest = f" and {column} is null and t.id {way} %s"
    if order.descending:
        if after.value is None:
            return [(nulls_rest, (after.id,))]
        rest: list[tuple[str, tuple[Any, ...]]] = [(f" and ({column}, t.id) < (%s, %s)", (after.value, after.id))]
        return [*rest, (f" and {column} is null", ())] if order.nullable else rest
    if after.value is None:
        return [(nulls_rest, (after.id,)), (f" and {column} is not null", ())]
    return [(f" and ({column}, t.id) > (%s, %s)", (after.value, after.id))]


def count(
    actor: Actor, object_key: str, table: str, *, filters: Filter = Filter(), owner_id: int | None = None
) -> tuple[str, list[Any]]:
    """SQL that counts the visible rows, stopping at COUNT_LIMIT."""
    parts: list[str] = []
    params: list[Any] = []
    for scope_sql, scope_params in branches(actor, object_key, owner_id=owner_id):
        parts.append(
            f"(select 1 from {table} t where {scope_sql} and t.deleted_at is null and {filters.sql} limit {COUNT_LIMIT})"
        )
        params += [*scope_params, *filters.params]
    if not parts:
        return "select 0", []
    return f"select count(*) from (select 1 from ({' union all '.join(parts)}) y limit {COUNT_LIMIT}) x", params
