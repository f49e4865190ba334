"""Whose figures one may ask for."""

from __future__ import annotations

from django.db import connection

from genjin.kernel.people.actor import Actor


def people_in_reach(actor: Actor) -> list[tuple[str, str]]:
    """(user name, name) of the reps in the actor's teams; empty for who has none."""
    scope = actor.scope("visit", "read")
    if scope not in ("team", "all"):
        return []
    return _rows(
        "select u.username, u.name from people_user u join people_membership m on m.user_id = u.id and m.until is null"
        " where u.is_active and m.role = 'rep' and (%s or m.team_id = any(%s)) order by m.team_id, u.name limit 500",
        actor, scope,
    )  # fmt: skip


def teams_in_reach(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the teams with reps the actor may compare; empty when there is only one."""
    scope = actor.scope("visit", "read")
    if scope not in ("team", "all"):
        return []
    found = _rows(
        "select t.id::text, t.name from people_team t where exists (select 1 from people_membership m where m.team_id = t.id"
        " and m.role = 'rep' and m.until is null) and (%s or t.id = any(%s)) order by t.path limit 100",
        actor, scope,
    )  # fmt: skip
    return found if len(found) > 1 else []


def _rows(sql: str, actor: Actor, scope: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [scope == "all", list(actor.led_teams)])
        return [(row[0], row[1]) for row in cursor.fetchall()]
