"""Runs the simulation: the same seed and moment make the same company, to the last word."""

from __future__ import annotations

from datetime import datetime

from genjin.sales.demo.activity import plan_activity, span_for
from genjin.sales.demo.company import found
from genjin.sales.demo.dice import dice
from genjin.sales.demo.world import COMPANY_ZONE, SEED, Size, World
from genjin.sales.demo.writing import Chronicle


def simulate(size: Size, now: datetime, seed: int = SEED) -> World:
    """The demo company up to `now` (aware); nothing in it lies later, apart from what is promised."""
    rng = dice(seed, size)
    span = span_for(size, now)
    company = found(rng, size, span.today)
    slots, inactive = plan_activity(rng, size, company, span)
    chronicle = Chronicle(rng, size, company, span, inactive)
    follow_ups = chronicle.write(slots)
    return World(
        size=size,
        seed=seed,
        now=now.astimezone(COMPANY_ZONE),
        started_on=span.started_on,
        live_on=span.live_on,
        teams=company.teams,
        people=company.people,
        customers=company.customers,
        contacts=company.contacts,
        follow_ups=follow_ups,
        photos=tuple(chronicle.photos),
    )
