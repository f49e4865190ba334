"""Spreads a true rate over slots: which visits will be worth counting, exact per team and period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from genjin.sales.demo import truth

# How the share of valid visits climbs in the teams that changed, relative to its mean, week by week after go-live.
_RAMP = (0.74, 0.86, 0.95, 1.0, 1.03, 1.05, 1.05, 1.06, 1.06, 1.06, 1.06, 1.06, 1.06)
_CEILING = 0.93


def last_complete_week(today: date) -> tuple[date, date]:
    """Monday and Sunday of the week before the one of today."""
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def choose_valid(rng: Random, days: Sequence[date], teams: Sequence[str], *, today: date, live_on: date) -> set[int]:
    """Indexes of the visits that are to be valid, given each visit's day and team."""
    history = [index for index, day in enumerate(days) if day < live_on]
    live = [index for index, day in enumerate(days) if day >= live_on]
    chosen: set[int] = set()
    for indexes, whole, unchanged in (
        (history, truth.VALID_BEFORE, truth.UNCHANGED_BEFORE),
        (live, truth.VALID_AFTER, truth.UNCHANGED_AFTER),
    ):
        still = [index for index in indexes if teams[index] == truth.UNCHANGED_TEAM]
        moving = [index for index in indexes if teams[index] != truth.UNCHANGED_TEAM]
        still_valid = rng.sample(still, round(len(still) * unchanged))
        chosen.update(still_valid)
        wanted = round(len(indexes) * whole) - len(still_valid)
        if indexes is live:
            rush = _rush(rng, moving, still, chosen, days, today)
            chosen.update(rush)
            monday, sunday = last_complete_week(today)
            moving = [index for index in moving if not monday <= days[index] <= sunday]
            wanted -= len(rush)
        chosen.update(_climb(rng, moving, wanted, days, live_on))
    return chosen


def _rush(
    rng: Random, moving: list[int], still: list[int], chosen: set[int], days: Sequence[date], today: date
) -> list[int]:
    """The valid visits of the last complete week, such that the whole company comes to its rate of that week."""
    monday, sunday = last_complete_week(today)
    ours = [index for index in moving if monday <= days[index] <= sunday]
    theirs = [index for index in still if monday <= days[index] <= sunday]
    wanted = round((len(ours) + len(theirs)) * truth.VALID_LAST_WEEK) - sum(index in chosen for index in theirs)
    return rng.sample(ours, min(max(wanted, 0), len(ours)))


def _climb(rng: Random, indexes: list[int], wanted: int, days: Sequence[date], live_on: date) -> list[int]:
    """Draws `wanted` of the indexes, weeks further up the ramp more often; before go-live the ramp is flat."""
    if not indexes or wanted <= 0:
        return []
    mean = wanted / len(indexes)

    def rate(index: int) -> float:
        week = (days[index] - live_on).days // 7
        return min(_CEILING, mean * (_RAMP[min(week, len(_RAMP) - 1)] if week >= 0 else 1.0))

    # Ordered by distance to an own random mark, so that the number is exact and each keeps about its rate.
    ranked = sorted(indexes, key=lambda index: rng.random() - rate(index))
    return ranked[:wanted]
