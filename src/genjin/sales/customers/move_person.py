"""A person moves to another team or role; his customers, and what hangs on them, go with him to the new team."""

from __future__ import annotations

from django.db import connection, transaction

from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.people.actor import Actor, config_version
from genjin.kernel.people.company import move_user
from genjin.kernel.people.models import Role, Team, User


def move_person(actor: Actor, user: User, *, team: Team, role: Role | str) -> None:
    """From today on. His records follow in the worker, as they may be thousands."""
    with transaction.atomic():
        move_user(user, team=team, role=role)
        row = event_row("user.moved", "user", user.id, actor, dedupe_key=f"user.moved:{user.id}:{config_version()}")
        emit([row])


def customers_in_another_team(user_ids: list[int]) -> list[int]:
    """Customers of these people that lie in a team their owner has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select c.id from people_membership m join sales_customer c on c.owner_id = m.user_id
            where m.user_id = any(%s) and m.until is null and c.team_id is distinct from m.team_id order by c.id
            """,
            [user_ids],
        )
        return [row[0] for row in cursor.fetchall()]
