"""People as sheets name them: by user name or by the name everybody calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.imports.errors import CellRefused
from genjin.kernel.people.actor import Actor
from genjin.lib.text.normal import seen

_BRACKETS = re.compile(r"^(.+?)\s*[(\[]\s*([^()\[\]]+)\s*[)\]]$")


@dataclass(frozen=True)
class Person:
    """Somebody here: `team_id` is the team he is in now."""

    id: int
    username: str
    name: str
    team_id: int | None
    is_active: bool


class Colleagues:
    """Everybody, found by what a cell says."""

    def __init__(self, people: list[Person]) -> None:
        self.by_id = {person.id: person for person in people}
        self._by_username = {_folded(person.username): person for person in people}
        self._by_name: dict[str, list[Person]] = {}
        for person in people:
            self._by_name.setdefault(_folded(person.name), []).append(person)

    def named(self, text: str, *, active: bool = True) -> list[Person]:
        """Who may be meant: one by user name, else all of that name; 张三(zhangsan) names one, too."""
        folded = _folded(text)
        tries = [folded]
        if match := _BRACKETS.match(seen(text).strip()):
            tries += [_folded(match[2]), _folded(match[1])]
        for word in tries:
            one = self._by_username.get(word)
            if one is not None and (one.is_active or not active):
                return [one]
            found = [person for person in self._by_name.get(word, ()) if person.is_active or not active]
            if found:
                return found
        return []


class OwnerCells:
    """Reads owner cells: each distinct text is looked up once. Owners must be assignable by the actor."""

    def __init__(self, colleagues: Colleagues, actor: Actor, object_key: str) -> None:
        self._colleagues = colleagues
        self._actor = actor
        self._scope = actor.scope(object_key, "assign")
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The id of the one that is meant, as text. Raises CellRefused."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = str(self.person(text).id)
        return found

    def person(self, text: str) -> Person:
        """The one that is meant. Raises CellRefused with `owner_unknown` or `owner_not_allowed`."""
        people = self._colleagues.named(text)
        if not people:
            raise CellRefused("owner_unknown", _("Nobody here is called “%(name)s”.") % {"name": text[:60]})
        if len(people) > 1:
            names = ", ".join(person.username for person in people[:5])
            raise CellRefused(
                "owner_unknown",
                _("Several people are called “%(name)s”. Write the user name: %(names)s.")
                % {"name": text[:60], "names": names},
            )
        if not self._may_assign(people[0]):
            raise CellRefused(
                "owner_not_allowed", _("You may not assign records to “%(name)s”.") % {"name": people[0].name}
            )
        return people[0]

    def _may_assign(self, person: Person) -> bool:
        if self._scope == "all" or person.id == self._actor.user_id:
            return True
        return self._scope == "team" and person.team_id in self._actor.led_teams


def everybody() -> Colleagues:
    """All people, those who left as well (past follow-ups are theirs)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select u.id, u.username, u.name, m.team_id, u.is_active from people_user u"
            " left join people_membership m on m.user_id = u.id and m.until is null order by u.id"
        )
        return Colleagues([Person(*row) for row in cursor.fetchall()])


def _folded(text: str) -> str:
    return "".join(seen(text).casefold().split())
