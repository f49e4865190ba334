"""The demo company as plain values: all that happened until the moment of loading, not how it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

Size = Literal["full", "small"]
Kind = Literal["visit", "call", "chat"]
Phase = Literal["history", "live"]
Rank = Literal["A", "B", "C", "D"]

SEED = 2026
# China has kept one offset without summer time since 1991, so no zone database is needed.
COMPANY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Team:
    key: str
    name: str
    supervisor: str


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    name: str
    role: str
    team: str | None
    joined_on: date


@dataclass(frozen=True, slots=True)
class Contact:
    key: int
    customer: int
    name: str
    spoken: str
    title: str
    buying_role: str
    phone: str


@dataclass(frozen=True, slots=True)
class Customer:
    key: int
    name: str
    owner: str
    team: str
    rank: Rank
    city: str
    trade: str
    address: str
    phone: str
    uscc: str
    assigned_on: date
    lat: float
    lon: float
    photo_forbidden: bool
    is_won: bool
    value: int  # yuan a year


@dataclass(frozen=True, slots=True)
class NextStep:
    text: str
    due_on: date | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckIn:
    lat: float
    lon: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Photo:
    """A file to draw; `proof` names what it proves where the plant forbids photos."""

    key: int
    name: str
    scene: str
    taken_at: datetime
    says_when: bool
    is_small: bool
    proof: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One contact with a customer. Whether it is valid is nowhere said: it shows in what was written."""

    key: int
    kind: Kind
    phase: Phase
    customer: int
    author: str
    occurred_at: datetime
    recorded_at: datetime
    text: str
    quotes: tuple[str, ...] = ()
    need_type: str | None = None
    contact: int | None = None
    next_step: NextStep | None = None
    photos: tuple[int, ...] = ()
    attachments: tuple[str, ...] = ()
    check_in: CheckIn | None = None


@dataclass(frozen=True, slots=True)
class World:
    size: Size
    seed: int
    now: datetime
    started_on: date
    live_on: date
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    customers: tuple[Customer, ...]
    contacts: tuple[Contact, ...]
    follow_ups: tuple[FollowUp, ...]
    photos: tuple[Photo, ...]

    @property
    def today(self) -> date:
        return self.now.astimezone(COMPANY_ZONE).date()
