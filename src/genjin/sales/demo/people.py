"""Founds the demo company in the database: its name, teams and people, who all sign in with the demo password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from genjin.kernel.people.company import add_team, add_user, found_company
from genjin.kernel.people.models import Role, Team, User
from genjin.kernel.people.sign_in import DEMO_PASSWORD
from genjin.sales.demo.world import World

COMPANY_NAME = "恒拓自动化"
# Who belongs to no sales team: role to the name of his team; the director and the administrator sit at the top.
_OFFICES = {
    Role.TECHNICAL_LEAD: "技术部",
    Role.TECHNICAL_DIRECTOR: "技术部",
    Role.PRODUCTION: "生产部",
    Role.LOGISTICS: "物流部",
}


@dataclass(frozen=True)
class Staff:
    """Numbers of people and of their teams by user name."""

    ids: dict[str, int]
    teams: dict[str, int]


def add_staff(world: World) -> Staff:
    """The company, its teams and people."""
    found_company(COMPANY_NAME, is_demo=True)
    top = add_team(COMPANY_NAME)
    teams: dict[str, Team] = {team.key: add_team(team.name, parent=top) for team in world.teams}
    offices: dict[str, Team] = {name: add_team(name, parent=top) for name in dict.fromkeys(_OFFICES.values())}
    ids: dict[str, int] = {}
    team_ids: dict[str, int] = {}
    for person in world.people:
        office = _OFFICES.get(Role(person.role))
        team = teams[person.team] if person.team else offices[office] if office else top
        user = add_user(person.username, person.name, role=person.role, team=team, since=person.joined_on)
        ids[person.username], team_ids[person.username] = user.id, team.id
    # The one password is hashed once: argon2 takes a tenth of a second for each of sixty people.
    User.objects.filter(id__in=ids.values()).update(password=make_password(DEMO_PASSWORD))
    return Staff(ids, team_ids)
