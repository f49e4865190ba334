"""Plans who visits and calls whom on which day, and how well; the words are written elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from genjin.sales.demo import truth
from genjin.sales.demo.company import TEAM_PLANS, Company, TeamPlan
from genjin.sales.demo.rates import choose_valid
from genjin.sales.demo.world import COMPANY_ZONE, Customer, Kind, Person, Size

WINDOW_DAYS = 60
# Fixed public holidays on which nobody is on the road; those of the moon are left out, they move with the year.
_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5), (10, 6), (10, 7)}
_RANK_PULL = {"A": 4.0, "B": 2.0, "C": 1.0, "D": 0.5}

# Ways in which a visit after go-live falls short, with weights; the first set leaves no need on record.
_BLANK_FAULTS = (("stock", 70), ("tiny", 22), ("no_need", 8))
_OTHER_FAULTS = (
    ("short", 22),
    ("copied", 34),
    ("no_next", 18),
    ("vague_next", 8),
    ("no_photo", 11),
    ("reused_photo", 7),
)
_BLANK_SHARE = 0.46


@dataclass(slots=True)
class Slot:
    """A contact to be written. `fault` is the way in which it will fall short, "" if it will not."""

    kind: Kind
    at: datetime
    author: str
    team: str
    fault: str = ""
    margins: tuple[bool, bool, bool] = (True, True, True)  # need, photo, next step (before go-live)
    customer: int = 0

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the simulation; `window_on` is the first day of the last 60."""

    started_on: date
    live_on: date
    window_on: date
    today: date
    now: datetime

    def working_days(self) -> list[date]:
        count = (self.today - self.started_on).days + 1
        days = (self.started_on + timedelta(days=offset) for offset in range(count))
        return [day for day in days if is_working_day(day)]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def span_for(size: Size, now: datetime) -> Span:
    today = now.astimezone(COMPANY_ZONE).date()
    weeks = 26 if size == "full" else 4
    started_on = today - timedelta(days=weeks * 7 - 1)
    live_on = today - timedelta(days=13 * 7 - 1) if size == "full" else started_on
    return Span(started_on, live_on, today - timedelta(days=WINDOW_DAYS - 1), today, now.astimezone(COMPANY_ZONE))


def plan_activity(rng: Random, size: Size, company: Company, span: Span) -> tuple[list[Slot], set[int]]:
    """All slots in order of time, and the customers that must stay without a valid interaction."""
    planner = _Planner(rng, size, company, span)
    return planner.plan(), planner.inactive


class _Planner:
    def __init__(self, rng: Random, size: Size, company: Company, span: Span) -> None:
        self._rng = rng
        self._size = size
        self._span = span
        self._company = company
        self._days = span.working_days()
        self._window_at = datetime.combine(span.window_on, time(), COMPANY_ZONE)
        self._told = set(company.story.values())
        self._blank_owed = 0.0
        self.inactive = self._choose_inactive()

    def plan(self) -> list[Slot]:
        owned: dict[str, list[Customer]] = {}
        for customer in self._company.customers:
            owned.setdefault(customer.owner, []).append(customer)
        visits: dict[str, list[Slot]] = {}
        plans = {plan.key: plan for plan in TEAM_PLANS[self._size]}
        reps = [person for person in self._company.people if person.role == "rep"]
        for rep in reps:
            visits[rep.username] = self._visit_slots(rep, plans[rep.team or ""])
        self._judge_beforehand([slot for slots in visits.values() for slot in slots])
        slots: list[Slot] = []
        for rep in reps:
            mine = [customer for customer in owned[rep.username] if customer.key not in self._told]
            self._assign_visits(visits[rep.username], mine)
            slots += visits[rep.username]
            slots += self._call_slots(rep, plans[rep.team or ""], mine, visits[rep.username])
        return sorted((slot for slot in slots if slot.customer), key=lambda slot: (slot.at, slot.author, slot.customer))

    # -- who stays untouched ---------------------------------------------------------------------------------------

    def _choose_inactive(self) -> set[int]:
        """Exactly the true share of the frame; the young are untouched at the same rate and lie outside of it."""
        chosen: set[int] = set()
        edge = self._span.today - timedelta(days=WINDOW_DAYS)
        owed = 0.0
        by_owner: dict[str, list[Customer]] = {}
        for customer in self._company.customers:
            by_owner.setdefault(customer.owner, []).append(customer)
        for owner, customers in by_owner.items():
            frame = [customer for customer in customers if customer.assigned_on <= edge and not customer.is_won]
            young = [customer.key for customer in customers if customer.assigned_on > edge]
            told = {key for name, key in self._company.story.items() if name == "haisheng"} if owner == "rep" else set()
            owed += len(frame) * truth.INACTIVE
            count, young_count = round(owed), round(len(young) * truth.INACTIVE)
            if owner == "rep" and self._size == "full":
                count, young_count = truth.REP_INACTIVE, truth.REP_YOUNG_INACTIVE
            owed -= count
            free = [customer for customer in frame if customer.key not in self._told]
            # The dear ones are looked after a little better.
            free.sort(key=lambda customer: self._rng.random() ** (1.5 / _RANK_PULL[customer.rank] ** 0.3))
            chosen |= told | {customer.key for customer in free[: count - len(told)]}
            chosen.update(self._rng.sample(young, young_count))
        return chosen

    # -- visits ----------------------------------------------------------------------------------------------------

    def _moments(self, per_day: float, days: Sequence[date]) -> list[datetime]:
        """Moments spread over the days at a pace; those still to come today fall away."""
        count = round(per_day * len(days))
        moments = []
        for index in range(count):
            day = days[min(len(days) - 1, int((index + self._rng.random()) * len(days) / count))]
            minute = self._rng.choice((self._rng.randint(525, 715), self._rng.randint(800, 1060)))
            at = datetime.combine(day, time(minute // 60, minute % 60, self._rng.randint(0, 59)), COMPANY_ZONE)
            if at < self._span.now - timedelta(minutes=15):
                moments.append(at)
        return moments

    def _visit_slots(self, rep: Person, plan: TeamPlan) -> list[Slot]:
        pace = plan.visits_a_day * self._rng.uniform(0.92, 1.08)
        return [Slot("visit", at, rep.username, plan.key) for at in self._moments(pace, self._days)]

    def _judge_beforehand(self, slots: list[Slot]) -> None:
        """Gives every visit that is not to be valid its fault, at the true rates of its team and time."""
        rng = self._rng
        valid = choose_valid(
            rng,
            [slot.day for slot in slots],
            [slot.team for slot in slots],
            today=self._span.today,
            live_on=self._span.live_on,
        )
        for index, slot in enumerate(slots):
            if index in valid:
                continue
            if slot.day < self._span.live_on:
                margins, weights = zip(*truth.MARGINS_BEFORE, strict=True)
                slot.margins = rng.choices(margins, weights)[0]
                slot.fault = "stock" if rng.random() < 0.36 else "short" if rng.random() < 0.43 else "margins"
                if not slot.margins[0]:
                    slot.fault = rng.choice(("no_need", "no_need", "stock"))
                continue
            table = _BLANK_FAULTS if rng.random() < _BLANK_SHARE else _OTHER_FAULTS
            faults, weights = zip(*table, strict=True)
            slot.fault = rng.choices(faults, weights)[0]

    def _assign_visits(self, slots: list[Slot], customers: list[Customer]) -> None:
        """Gives each visit its customer, so that the inactive stay inactive and the blank stay blank."""
        rng = self._rng
        settled = [customer for customer in customers if customer.assigned_on <= self._span.started_on]
        told_visits = [slot for slot in slots if not _leaves_blank(slot)]
        known_count = min(len(settled) // 2, round(len(told_visits) / (2.0 if self._size == "full" else 1.25)))
        self._blank_owed += known_count * truth.NEED_BLANK / (1 - truth.NEED_BLANK)
        blank_count = min(round(self._blank_owed), sum(_leaves_blank(slot) for slot in slots))
        self._blank_owed -= blank_count
        active = self._drawn([customer for customer in settled if customer.key not in self.inactive])
        idle = self._drawn([customer for customer in settled if customer.key in self.inactive])
        known_active = active[: round(known_count * 0.84)]
        known_idle = idle[: known_count - len(known_active)]
        blank = idle[len(known_idle) :][: round(blank_count * 0.6)]
        blank += active[len(known_active) :][: blank_count - len(blank)]
        pools = {
            "valid_now": _Ring(rng, known_active),
            "valid_then": _Ring(rng, known_idle, known_active),
            "hollow": _Ring(rng, known_idle, known_active),
            "blank": _Ring(rng, blank),
        }
        for slot in slots:
            slot.customer = pools[self._pool_of(slot)].take(slot.day)

    def _pool_of(self, slot: Slot) -> str:
        if _leaves_blank(slot):
            return "blank"
        if slot.fault:
            return "hollow"
        return "valid_now" if slot.day >= self._span.window_on else "valid_then"

    def _drawn(self, customers: list[Customer]) -> list[Customer]:
        """In random order, the dear ones sooner."""
        return sorted(customers, key=lambda customer: -(self._rng.random() ** (1 / _RANK_PULL[customer.rank])))

    # -- calls -----------------------------------------------------------------------------------------------------

    def _call_slots(self, rep: Person, plan: TeamPlan, customers: list[Customer], visits: Sequence[Slot]) -> list[Slot]:
        rng, span = self._rng, self._span
        before = [day for day in self._days if day < span.window_on]
        within = [day for day in self._days if day >= span.window_on]
        slots = [
            Slot(rng.choices(("call", "chat"), (7, 3))[0], at, rep.username, plan.key)
            for days in (before, within)
            if days
            for at in self._moments(plan.calls_a_day, days)
        ]
        reached = {slot.customer for slot in visits if not slot.fault and slot.day >= span.window_on}
        active = [customer for customer in customers if customer.key not in self.inactive]
        unreached = [customer for customer in active if customer.key not in reached]
        waiting = deque(rng.sample(unreached, len(unreached)))
        pulls = [_RANK_PULL[customer.rank] for customer in active]
        recent = [slot for slot in slots if slot.day >= span.window_on]
        rng.shuffle(recent)
        for slot in recent:
            if waiting and (found := _take_assigned(waiting, slot.day)):
                slot.customer = found
            elif rng.random() < 0.24:
                slot.customer = _assigned(rng.choices(active, pulls)[0], slot.day)
            else:
                pool = customers if rng.random() < 0.3 else active
                slot.customer, slot.fault = (
                    _assigned(rng.choice(pool), slot.day),
                    rng.choice(("short", "short", "stock")),
                )
        for slot in slots:
            if slot.day < span.window_on:
                slot.customer = _assigned(rng.choice(customers), slot.day)
                if rng.random() < (0.54 if slot.day < span.live_on else 0.42):
                    slot.fault = rng.choice(("short", "short", "stock"))
        self._spare_the_tended(slots, visits, [customer for customer in customers if customer.key in self.inactive])
        return slots

    def _spare_the_tended(self, calls: list[Slot], visits: Sequence[Slot], idle: list[Customer]) -> None:
        """Moves most hollow calls that would follow a good contact to customers who are neglected anyway."""
        last_good: dict[int, datetime] = {}
        for slot in (*calls, *visits):
            if not slot.fault and slot.customer:
                last_good[slot.customer] = max(slot.at, last_good.get(slot.customer, slot.at))
        for slot in calls:
            good_at = last_good.get(slot.customer)
            if slot.fault and good_at and slot.at > good_at >= self._window_at and self._rng.random() < 0.82:
                slot.customer = _assigned(self._rng.choice(idle), slot.day)


class _Ring:
    """Hands out customers in turn, reshuffled each round, the preferred ones first in the first round."""

    def __init__(self, rng: Random, *preferred: list[Customer]) -> None:
        self._rng = rng
        self._all = [customer for group in preferred for customer in group]
        self._turn = deque(self._all)
        self._last: dict[int, date] = {}

    def take(self, day: date) -> int:
        for _ in range(len(self._turn) + 1):
            if not self._turn:
                self._turn.extend(self._rng.sample(self._all, len(self._all)))
            if not self._turn:
                return 0
            customer = self._turn.popleft()
            if self._last.get(customer.key) != day:
                self._last[customer.key] = day
                return customer.key
        return 0


def _leaves_blank(slot: Slot) -> bool:
    return slot.fault in ("stock", "tiny", "no_need")


def _assigned(customer: Customer, day: date) -> int:
    return customer.key if customer.assigned_on <= day else 0


def _take_assigned(waiting: deque[Customer], day: date) -> int:
    """The next who was already assigned on the day; the others go to the end of the queue."""
    for _ in range(len(waiting)):
        customer = waiting.popleft()
        if customer.assigned_on <= day:
            return customer.key
        waiting.append(customer)
    return 0
