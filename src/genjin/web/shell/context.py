"""What the frame of every page shows: who is here, where he can go, what waits, and whether the data are simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Place:
    """A page one can go to from everywhere; `bottom` places stand in the phone's bar as well."""

    key: str
    label: Words
    icon: str
    path: str
    bottom: bool = False


@dataclass(frozen=True)
class NavItem:
    """A place as this reader sees it on this page."""

    place: Place
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class Person:
    """Who is signed in, as the frame names him."""

    id: int
    name: str
    role: str
    team: str


@dataclass(frozen=True)
class Shell:
    """The frame's content for one request."""

    person: Person | None
    daily: tuple[NavItem, ...]
    admin: tuple[NavItem, ...]
    is_demo: bool
    now: datetime
    language: str

    @property
    def bottom(self) -> tuple[NavItem, ...]:
        """The phone's bar: today, customers, (the pen,) tasks; 「我」 stands last and is no place of the side bar."""
        return tuple(item for item in self.daily if item.place.bottom)


DAILY = (
    Place("today", _("Today"), "home", "/", bottom=True),
    Place("customers", _("Customers"), "building", "/customers/", bottom=True),
    Place("tasks", _("To do"), "checkbox", "/tasks/", bottom=True),
    Place("visits", _("Visits"), "map-pin", "/visits/"),
    Place("figures", _("Figures"), "chart-bar", "/figures/"),
)
ADMIN = (
    Place("imports", _("Import"), "upload", "/imports/"),
    Place("people", _("People"), "users", "/people/"),
    Place("settings", _("Settings"), "settings", "/settings/"),
)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell`. Reads `request.actor` and, when a view or middleware put them there,
    `request.shell_counts` (place key → count), `request.is_demo` and `request.now`."""
    counts: Mapping[str, int] = getattr(request, "shell_counts", None) or {}
    person = _person(getattr(request, "actor", None))
    here = current_place(request.path)
    now: Any = getattr(request, "now", None)
    return {
        "shell": Shell(
            person=person,
            daily=_items(DAILY if person else (), counts, here),
            admin=_items(ADMIN if person and person.role == "administrator" else (), counts, here),
            is_demo=bool(getattr(request, "is_demo", False)),
            now=now if isinstance(now, datetime) else timezone.now(),
            language=get_language() or "zh-hans",
        )
    }


def current_place(path: str) -> str:
    """The key of the place a path belongs to; recording a visit belongs to the visits."""
    if path.rstrip("/").endswith("/visits/new"):
        return "visits"
    for place in DAILY + ADMIN:
        if path == place.path or (place.path != "/" and path.startswith(place.path)):
            return place.key
    return ""


def _items(places: tuple[Place, ...], counts: Mapping[str, int], here: str) -> tuple[NavItem, ...]:
    return tuple(NavItem(place, counts.get(place.key), place.key == here) for place in places)


def _person(actor: Any) -> Person | None:
    if actor is None or getattr(actor, "user_id", None) is None:
        return None
    return Person(actor.user_id, actor.name, actor.role, actor.team_name)
