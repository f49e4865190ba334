"""Who is meant by “owner” and “supervisor” of a record, found for many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from genjin.kernel.flows.steps.contract import Case

WHO = ("owner", "supervisor")

# The supervisor of the team or of the nearest team above it; where there is none, a director, then an administrator.
_SUPERVISORS = """
select distinct on (t.id) t.id, m.user_id
from people_team t
join people_membership m on m.until is null and m.role in ('supervisor', 'director', 'administrator')
join people_team a on a.id = m.team_id
join people_user u on u.id = m.user_id and u.is_active
where t.id = any(%s::bigint[]) and (m.role <> 'supervisor' or t.path like a.path || '%%')
order by t.id, array_position(array['supervisor', 'director', 'administrator'], m.role::text), length(a.path) desc, m.id
"""


def resolve(who: str, cases: Sequence[Case]) -> list[int | None]:
    """The user meant by `who` for each case; None where there is nobody."""
    if who == "owner":
        return [case.owner_id for case in cases]
    heads = supervisors({case.team_id for case in cases if case.team_id is not None})
    return [heads.get(case.team_id) if case.team_id is not None else None for case in cases]


def supervisors(team_ids: Iterable[int]) -> dict[int, int]:
    """Who leads each team now."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPERVISORS, [list(team_ids)])
        return dict(cursor.fetchall())


def languages(user_ids: Sequence[int]) -> dict[int, str]:
    """The language each of these people reads."""
    with connection.cursor() as cursor:
        cursor.execute("select id, language from people_user where id = any(%s::bigint[])", [list(set(user_ids))])
        return dict(cursor.fetchall())
