"""Founds the company: teams, people, the customers they look after and whom they know there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from genjin.sales.demo import names, truth
from genjin.sales.demo.story import STORY, StoryCustomer
from genjin.sales.demo.world import Contact, Customer, Person, Rank, Size, Team


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """How big a team is and how it works; visits and calls are per rep and working day."""

    key: str
    name: str
    supervisor: str
    supervisor_name: str
    reps: int
    customers: int
    first_rep_customers: int
    visits_a_day: float
    calls_a_day: float


TEAM_PLANS: dict[Size, tuple[TeamPlan, ...]] = {
    "full": (
        TeamPlan("east1", "华东一组", "supervisor", "刘芳", 16, 4120, truth.REP_CUSTOMERS, 1.8, 5.5),
        TeamPlan("east2", "华东二组", "supervisor2", "许建平", 24, 6640, 276, 1.8, 5.5),
        TeamPlan("south", "华南组", "supervisor3", "马超然", 7, 1240, 177, 0.72, 4.6),
    ),
    "small": (TeamPlan("east1", "华东一组", "supervisor", "刘芳", 5, 300, 72, 1.3, 3.6),),
}
_OFFICE = (
    ("director", "周敏", "director", 2600),
    ("engineer", "陈工", "technical_lead", 2100),
    ("engineer2", "苏工", "technical_lead", 1500),
    ("engineer3", "孙伟", "technical_lead", 900),
    ("technical_director", "郭建平", "technical_director", 2400),
    ("production", "何志刚", "production", 1900),
    ("logistics", "林小燕", "logistics", 1200),
    ("admin", "管理员", "administrator", 2700),
)
_NAMED_REPS = ("王磊", "孙倩", "赵鹏", "钱程", "周凯")
_RANKS: tuple[Rank, ...] = ("A", "B", "C", "D")
_RANK_WEIGHTS = (12, 28, 38, 22)
_LONG_AGO_DAYS = 183
# What a customer is expected to buy, in thousand yuan a year.
_VALUES = {"A": (800, 4200), "B": (250, 1300), "C": (60, 420), "D": (10, 110)}


@dataclass(frozen=True, slots=True)
class Company:
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    customers: tuple[Customer, ...]
    contacts: tuple[Contact, ...]
    story: dict[str, int]  # story key → customer key


def found(rng: Random, size: Size, today: date) -> Company:
    """Teams, people, customers and contacts as they stand today."""
    plans = TEAM_PLANS[size]
    people = [Person(user, name, role, None, today - timedelta(days=days)) for user, name, role, days in _OFFICE]
    builder = _CustomerBuilder(rng, today)
    serial = 0
    for plan in plans:
        people.append(
            Person(plan.supervisor, plan.supervisor_name, "supervisor", plan.key, today - timedelta(days=2000))
        )
        shares = _shares(rng, plan)
        for share in shares:
            serial += 1
            person = Person(
                "rep" if serial == 1 else f"rep{serial}",
                _NAMED_REPS[serial - 1] if serial <= len(_NAMED_REPS) else _fresh_name(rng, people),
                "rep",
                plan.key,
                today - timedelta(days=rng.randint(420, 2400)),
            )
            people.append(person)
            builder.add_for(person, share, young=_young_count(rng, size, serial, share))
    teams = tuple(Team(plan.key, plan.name, plan.supervisor) for plan in plans)
    return Company(teams, tuple(people), tuple(builder.customers), tuple(builder.contacts), builder.story)


def _fresh_name(rng: Random, people: list[Person]) -> str:
    taken = {person.name for person in people}
    while (name := names.person_name(rng)) in taken:
        pass
    return name


def _shares(rng: Random, plan: TeamPlan) -> list[int]:
    """Customers per rep: the first rep's number is given, the others lie around their mean and add up exactly."""
    others = plan.reps - 1
    mean = (plan.customers - plan.first_rep_customers) / others
    shares = [round(mean * rng.uniform(0.88, 1.12)) for _ in range(others)]
    rest = plan.customers - plan.first_rep_customers - sum(shares)
    for index in range(abs(rest)):
        shares[index % others] += 1 if rest > 0 else -1
    return [plan.first_rep_customers, *shares]


def _young_count(rng: Random, size: Size, serial: int, share: int) -> int:
    if size == "full" and serial == 1:
        return truth.REP_YOUNG
    return round(share * rng.uniform(0.02, 0.07))


class _CustomerBuilder:
    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._today = today
        self._names = {region: names.company_names(rng, region) for region in names.REGIONS}
        self._taken: set[str] = set()
        self.customers: list[Customer] = []
        self.contacts: list[Contact] = []
        self.story: dict[str, int] = {}

    def add_for(self, rep: Person, count: int, *, young: int) -> None:
        story = STORY if rep.username == "rep" else ()
        for entry in story:
            self._add_story(rep, entry)
        for index in range(count - len(story)):
            self._add(rep, self._assigned_on(is_young=index < young))

    def _assigned_on(self, *, is_young: bool) -> date:
        if is_young:
            days = self._rng.randint(16, 58)
        elif self._rng.random() < 0.07:
            days = self._rng.randint(61, _LONG_AGO_DAYS)
        else:
            days = self._rng.randint(_LONG_AGO_DAYS, 1300)
        return self._today - timedelta(days=days)

    def _add(self, rep: Person, assigned_on: date) -> None:
        rng, key = self._rng, len(self.customers) + 1
        company = next(self._names[rep.team or "east1"])
        while _plain(company.name) in self._taken:
            company = next(self._names[rep.team or "east1"])
        self._taken.add(_plain(company.name))
        trade = company.trade.key
        rank = rng.choices(_RANKS, _RANK_WEIGHTS)[0]
        customer = Customer(
            key=key,
            name=company.name,
            owner=rep.username,
            team=rep.team or "",
            rank=rank,
            city=company.city,
            trade=trade,
            address=names.address(rng, company.city),
            phone=names.landline(key, company.city) if rng.random() < 0.9 else "",
            uscc=names.uscc(rng, company.city) if rng.random() < 0.55 else "",
            assigned_on=assigned_on,
            is_won=rep.username != "rep" and rng.random() < 0.03,
            value=rng.randint(*_VALUES[rank]) * 1000,
            photo_forbidden=rng.random() < (0.25 if trade in ("chip", "hospital") else 0.015),
            **_place(rng, company.city),
        )
        self.customers.append(customer)
        titles = names.HOSPITAL_TITLES if trade == "hospital" else names.TITLES
        for title in rng.sample(sorted(titles), rng.choices((0, 1, 2, 3), (8, 60, 26, 6))[0]):
            suffix, buying_role = titles[title]
            full = names.person_name(rng)
            spoken = full[: 2 if full[:2] in ("欧阳", "上官") else 1] + suffix
            self._add_contact(key, spoken if rng.random() < 0.35 else full, spoken, title, buying_role)

    def _add_story(self, rep: Person, entry: StoryCustomer) -> None:
        key = len(self.customers) + 1
        self._taken.add(_plain(entry.name))
        self.customers.append(
            Customer(
                key=key,
                name=entry.name,
                owner=rep.username,
                team=rep.team or "",
                rank=entry.rank,
                city=entry.city,
                trade=entry.trade,
                address=entry.address,
                phone=names.landline(key, entry.city),
                uscc=names.uscc(self._rng, entry.city),
                assigned_on=self._today - timedelta(days=entry.assigned_days),
                photo_forbidden=False,
                is_won=False,
                value=entry.value * 10_000,
                **_place(self._rng, entry.city),
            )
        )
        self.story[entry.key] = key
        for title, spoken, buying_role in entry.contacts:
            self._add_contact(key, spoken, spoken, title, buying_role)

    def _add_contact(self, customer: int, name: str, spoken: str, title: str, buying_role: str) -> None:
        key = len(self.contacts) + 1
        self.contacts.append(Contact(key, customer, name, spoken, title, buying_role, names.mobile(key)))


def _place(rng: Random, city: str) -> dict[str, float]:
    _, _, lat, lon, _ = names.CITIES[city]
    return {"lat": round(lat + rng.uniform(-0.16, 0.16), 6), "lon": round(lon + rng.uniform(-0.18, 0.18), 6)}


def _plain(name: str) -> str:
    """What is left of a name when one looks for likeness: no city suffix, brackets or legal form."""
    for word in ("股份", "集团", "责任", "有限公司", "市", "（", "）"):
        name = name.replace(word, "")
    return name
