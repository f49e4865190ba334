"""The actor: who acts, with everything needed to judge what he may see and do, in one immutable value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from django.db import connection

Scope = Literal["none", "own", "team", "all"]


@dataclass(frozen=True)
class Actor:
    """A person (or the system) at work.

    `led_teams`: ids of the teams whose records scope `team` covers (his team and all below it).
    `grants`: (object key, verb) → scope. `version`: the company's config version this was loaded at.
    """

    user_id: int | None
    username: str
    name: str
    role: str
    team_id: int | None
    team_name: str
    led_teams: tuple[int, ...]
    grants: dict[tuple[str, str], Scope] = field(hash=False, compare=False)
    version: int = 0
    language: str = "zh-hans"
    scopes: frozenset[str] = frozenset()

    def scope(self, object_key: str, verb: str) -> Scope:
        """How far this actor may `verb` records of `object_key`."""
        if self.scopes and f"{object_key}:{verb}" not in self.scopes and f"{object_key}:*" not in self.scopes:
            return "none"
        return self.grants.get((object_key, verb), self.grants.get(("*", verb), self.grants.get(("*", "*"), "none")))

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind it."""
        return self.user_id is None


#: Acts for imports of the first day, drains and the demo: may do everything, is nobody.
SYSTEM = Actor(None, "system", "跟进", "system", None, "", (), {("*", "*"): "all"})

_LOAD = """
select u.id, u.username, u.name, u.is_active, u.language, m.role, t.id, t.name, c.config_version,
  coalesce((select array_agg(d.id) from people_team d where t.path <> '' and d.path like t.path || '%%'), array[]::bigint[]),
  coalesce((select json_agg(json_build_array(g.object_key, g.verb, g.scope)) from access_grant g where g.role = m.role), '[]')
from people_company c
join people_user u on {match}
left join people_membership m on m.user_id = u.id and m.until is null
left join people_team t on t.id = m.team_id
"""


class _Kept:
    """Actors per process, dropped when the company's version has moved on."""

    def __init__(self) -> None:
        self.by_user: dict[int, Actor] = {}

    def get(self, user_id: int, version: int) -> Actor | None:
        actor = self.by_user.get(user_id)
        return actor if actor is not None and actor.version == version else None


_kept = _Kept()


def config_version() -> int:
    """The company's version now; 0 before the company exists."""
    with connection.cursor() as cursor:
        cursor.execute("select config_version from people_company")
        row = cursor.fetchone()
        return row[0] if row else 0


def load_actor(user_id: int, version: int | None = None) -> Actor | None:
    """The actor of a person; None when he is not active. With `version` known to be current, served from memory."""
    if version is not None and (kept := _kept.get(user_id, version)) is not None:
        return kept
    actor = _load("u.id = %s", user_id)
    if actor is not None:
        _kept.by_user[user_id] = actor
    else:
        _kept.by_user.pop(user_id, None)
    return actor


def load_actor_by_name(username: str) -> Actor | None:
    """The actor of an active person by user name."""
    return _load("u.username = %s", username)


def _load(match: str, value: int | str) -> Actor | None:
    with connection.cursor() as cursor:
        cursor.execute(_LOAD.format(match=match), [value])
        row = cursor.fetchone()
    if row is None or not row[3]:
        return None
    grants = json.loads(row[10]) if isinstance(row[10], str) else row[10]
    role = row[5] or ""
    led = tuple(row[9]) if role in {"supervisor", "director", "administrator"} else ()
    return Actor(
        user_id=row[0], username=row[1], name=row[2], language=row[4], role=role,
        team_id=row[6], team_name=row[7] or "", version=row[8], led_teams=led,
        grants={(o, v): s for o, v, s in grants},
    )  # fmt: skip


def bump_version() -> int:
    """Say, in the caller's transaction, that people, access or configuration changed."""
    with connection.cursor() as cursor:
        cursor.execute("update people_company set config_version = config_version + 1 returning config_version")
        row = cursor.fetchone()
        return row[0] if row else 0
