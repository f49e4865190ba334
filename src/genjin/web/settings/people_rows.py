"""The people of the company as their administrator sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from genjin.kernel.people.models import Role


@dataclass(frozen=True)
class PersonRow:
    """A person: where he works, whether he has come in."""

    id: int
    username: str
    name: str
    is_active: bool
    has_password: bool
    role: str
    team_id: int | None
    team: str
    customers: int

    @property
    def role_label(self) -> str | Promise:
        """「销售」."""
        return Role(self.role).label if self.role in Role.values else ""


_PEOPLE = """
select u.id, u.username, u.name, u.is_active, u.password not like '!%%', coalesce(m.role, ''), t.id, coalesce(t.name, ''),
  (select count(*) from sales_customer c where c.owner_id = u.id and c.deleted_at is null)
from people_user u left join people_membership m on m.user_id = u.id and m.until is null
left join people_team t on t.id = m.team_id
where %s = '' or u.name ilike '%%' || %s || '%%' or u.username ilike '%%' || %s || '%%'
order by u.is_active desc, t.path, m.role, u.name limit 500
"""


def people(query: str = "") -> list[PersonRow]:
    """Everybody, by team; those who left last."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [query, query, query])
        return [PersonRow(*row) for row in cursor.fetchall()]


def teams() -> list[tuple[int, str, int]]:
    """(id, name, depth) from the root down."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name, cardinality(string_to_array(path, '/')) - 2 from people_team order by path")
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
