"""Found the company; add people, teams and memberships."""

from __future__ import annotations

import re
from datetime import date

from django.db import IntegrityError, transaction

from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import bump_version
from genjin.kernel.people.errors import UserNameTaken
from genjin.kernel.people.models import Company, Membership, Role, Team, User

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,59}")


def found_company(name: str, *, is_demo: bool = False) -> Company:
    """The company, made on first call."""
    company, _ = Company.objects.get_or_create(id=1, defaults={"name": name, "is_demo": is_demo})
    return company


def add_team(name: str, *, parent: Team | None = None) -> Team:
    """A new team below `parent`."""
    with transaction.atomic():
        team = Team.objects.create(name=name, parent=parent)
        team.path = f"{parent.path if parent else ''}{team.id}/"
        team.save(update_fields=["path"])
        bump_version()
    return team


def add_user(
    username: str, name: str, *, role: Role | str, team: Team, password: str | None = None, since: date | None = None
) -> User:
    """A new person in a team. Without a password he comes in by an invite link. Raises Refused, UserNameTaken."""
    if not USERNAME.fullmatch(username):
        raise Refused(
            errors=[
                FieldError(
                    "username", "username_invalid", "2–60 letters, digits, dots, dashes; begin with a letter or digit"
                )
            ]
        )
    user = User(username=username, name=name.strip() or username)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            Membership.objects.create(user=user, team=team, role=role, since=since or clock.today())
            bump_version()
    except IntegrityError as error:
        raise UserNameTaken from error
    return user


def move_user(user: User, *, team: Team, role: Role | str) -> None:
    """End today's membership and begin another; history keeps both."""
    day = clock.today()
    with transaction.atomic():
        Membership.objects.filter(user=user, until=None).update(until=day)
        Membership.objects.create(user=user, team=team, role=role, since=day)
        bump_version()


def set_active(user: User, *, active: bool) -> None:
    """Let a person in or keep him out, from the next request on (tokens and sessions included)."""
    with transaction.atomic():
        User.objects.filter(id=user.id).update(is_active=active)
        bump_version()
