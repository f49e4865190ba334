"""What the door of a demo company shows: who one can be, and how big the company is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from genjin.kernel.people.models import Role

#: In this order, with what one sees first.
DEMO_PEOPLE = ("director", "supervisor", "rep", "admin")


@dataclass(frozen=True)
class DemoPerson:
    """One row of the door."""

    username: str
    name: str
    role: str | Promise
    promise: str


@dataclass(frozen=True)
class DemoDoor:
    """The demo company as the door says it."""

    company: str
    people: tuple[DemoPerson, ...]
    reps: int
    teams: int
    customers: int


_SQL = """
select c.name,
  (select count(*) from people_membership where role = 'rep' and until is null),
  (select count(distinct team_id) from people_membership where role = 'rep' and until is null),
  (select count(*) from sales_customer where deleted_at is null),
  coalesce((select json_agg(json_build_array(u.username, u.name, m.role,
      (select count(*) from sales_customer s where s.owner_id = u.id and s.deleted_at is null)))
    from people_user u join people_membership m on m.user_id = u.id and m.until is null
    where u.username = any(%s) and u.is_active), '[]')
from people_company c where c.is_demo
"""


def demo_door() -> DemoDoor | None:
    """The demo company's door; None in a real company."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(DEMO_PEOPLE)])
        row = cursor.fetchone()
    if row is None:
        return None
    company, reps, teams, customers, people = row
    import json

    found = {entry[0]: entry for entry in (json.loads(people) if isinstance(people, str) else people)}
    rows = tuple(_person(*found[key]) for key in DEMO_PEOPLE if key in found)
    return DemoDoor(company, rows, reps, teams, customers)


def _person(username: str, name: str, role: str, customers: int) -> DemoPerson:
    promises = {
        "director": _("How many visits were made, and how many were real"),
        "supervisor": _("What is yours to decide today, one after another"),
        "rep": _("%(n)s customers, today only five") % {"n": customers},
        "admin": _("Bring in your own spreadsheet, add people"),
    }
    return DemoPerson(username, name, Role(role).label, promises[username])
