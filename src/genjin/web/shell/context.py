"""What the frame of every page shows: who is here, where he can go, what waits, and whether the data are simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from genjin.kernel.jobs import clock

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


@dataclass
class Shell:
    """The frame's content for one request. Fragments have no frame, so the figures are asked for when it is drawn."""

    person: Person | None
    is_demo: bool
    told_now: datetime | None
    language: str
    here: str
    counts: Mapping[str, int]

    @cached_property
    def now(self) -> datetime:
        """The page's clock: what the middleware read, else asked for now."""
        return self.told_now or clock.now()

    @cached_property
    def daily(self) -> tuple[NavItem, ...]:
        """What one goes to every day."""
        return self._items(DAILY) if self.person else ()

    @cached_property
    def admin(self) -> tuple[NavItem, ...]:
        """What only the administrator goes to."""
        return self._items(ADMIN) if self.person and self.person.role == "administrator" else ()

    @cached_property
    def bottom(self) -> tuple[NavItem, ...]:
        """The phone's bar: today, customers, (the pen,) tasks; 「我」 stands last and is no place of the side bar."""
        return tuple(item for item in self.daily if item.place.bottom)

    def _items(self, places: tuple[Place, ...]) -> tuple[NavItem, ...]:
        return tuple(NavItem(place, self.counts.get(place.key), place.key == self.here) for place in places)


DAILY = (
    Place("today", _("Today"), "home", "/", bottom=True),
    Place("customers", _("Customers"), "building", "/customers/", bottom=True),
    Place("tasks", _("To do"), "checkbox", "/tasks/", bottom=True),
    Place("visits", _("Visits"), "map-pin", "/visits/"),
    Place("figures", _("Figures"), "chart-bar", "/figures/"),
    Place("messages", _("Messages"), "bell", "/messages/"),
)
ADMIN = (
    Place("imports", _("Import"), "upload", "/imports/"),
    Place("people", _("People"), "users", "/people/"),
    Place("settings", _("Settings"), "settings", "/settings/"),
)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell`. Reads `request.actor` and, when a view or middleware put them there,
    `request.shell_counts` (place key → count), `request.is_demo` and `request.now`."""
    counts: Mapping[str, int] | None = getattr(request, "shell_counts", None)
    return {
        "shell": Shell(
            person=_person(getattr(request, "actor", None)),
            is_demo=bool(getattr(request, "is_demo", False)),
            told_now=getattr(request, "now", None),
            language=get_language() or "zh-hans",
            here=current_place(request.path),
            counts={} if counts is None else counts,
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


def _person(actor: Any) -> Person | None:
    if actor is None or getattr(actor, "user_id", None) is None:
        return None
    return Person(actor.user_id, actor.name, actor.role, actor.team_name)
