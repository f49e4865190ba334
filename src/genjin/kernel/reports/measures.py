"""Measures: figures with a definition, a period and the records behind them, computed in the viewer's scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.reports.params import Params
from genjin.lib.registry import Registry

#: What is shown where there is nothing to divide by: never 0 %, never 100 %.
NO_DATA = "—"

PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Part:
    """Something that stands beside a figure and is not in it: a stable key, words, how many."""

    key: str
    label: str
    count: int

    def as_dict(self) -> dict[str, Any]:
        """Its form in the API."""
        return {"key": self.key, "label": self.label, "count": self.count}


@dataclass(frozen=True)
class Figure:
    """A measure's answer. `value` is exact; None where the denominator is 0. `interval` only for samples."""

    key: str
    name: str
    numerator: int
    denominator: int
    definition: str
    as_of: date
    interval: tuple[Fraction, Fraction] | None = None
    parts: tuple[Part, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The share, exact."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def shown(self) -> str:
        """The share as people read it, one decimal, half up from the exact fraction."""
        return percent(self.value)

    def as_dict(self) -> dict[str, Any]:
        """Its form in the API (CONTRACT `GET /measures/{key}`)."""
        return {
            "key": self.key,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": None if self.value is None else float(self.value),
            "interval": None if self.interval is None else [float(bound) for bound in self.interval],
            "definition": self.definition,
            "as_of": self.as_of.isoformat(),
            "parts": [part.as_dict() for part in self.parts],
        }


@dataclass(frozen=True)
class Behind:
    """A record that a figure counts. `object_key` may be `draft`: what a person could not finish."""

    object_key: str
    id: int


@dataclass(frozen=True)
class BehindPage:
    """Some of the records behind a figure, and where the next ones begin."""

    items: tuple[Behind, ...]
    next: str | None


@dataclass(frozen=True)
class PersonsShare:
    """One person's part of a figure: the parts add up to it."""

    username: str
    name: str
    numerator: int
    denominator: int

    def as_dict(self) -> dict[str, Any]:
        """Its form in the API."""
        return {
            "owner": self.username,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.numerator / self.denominator if self.denominator else None,
        }


@dataclass(frozen=True)
class Measure:
    """A coded measure. `compute` and `records` count the same rows: a test holds every registered one to it.

    `records(actor, params, part, after, limit)` gives up to `limit` rows behind `part` after the row `after`, in a
    fixed order. `by_person(actor, params)` splits it, where that means something.
    """

    key: str
    name: Any
    definition: Any
    compute: Callable[[Actor, Params], Figure]
    records: Callable[[Actor, Params, str, Behind | None, int], list[Behind]]
    by_person: Callable[[Actor, Params], list[PersonsShare]] | None = None


measures: Registry[Measure] = Registry("measure")


def figure(actor: Actor, key: str, params: Params) -> Figure:
    """One figure. Raises NotFound for an unknown key."""
    return _measure(key).compute(actor, params)


def split_by_person(actor: Actor, key: str, params: Params) -> list[PersonsShare]:
    """A figure's parts by person. Raises NotFound for an unknown key, Refused where it cannot be split."""
    split = _measure(key).by_person
    if split is None:
        raise Refused(errors=[FieldError("split", "invalid_choice", _("This figure cannot be split by person."))])
    return split(actor, params)


def records_behind(
    actor: Actor, key: str, params: Params, *, part: str = "denominator", after: str | None = None, limit: int = 50
) -> BehindPage:
    """A page of the records that a figure counts. Raises NotFound for an unknown key, Refused for an unknown part or
    a cursor that is none."""
    measure = _measure(key)
    if part not in PARTS:
        message = _("Choose one of: %(labels)s.") % {"labels": ", ".join(PARTS)}
        raise Refused(errors=[FieldError("part", "invalid_choice", message)])
    rows = measure.records(actor, params, part, _position(after), limit + 1)
    shown = tuple(rows[:limit])
    return BehindPage(shown, f"{shown[-1].object_key}-{shown[-1].id}" if len(rows) > limit else None)


def percent(share: Fraction | None) -> str:
    """A share in percent, one decimal, half up; a dash for none (measures.md §0.4–5, W1)."""
    if share is None:
        return NO_DATA
    tenths = Decimal(share.numerator * 1000) / Decimal(share.denominator)
    return f"{tenths.quantize(Decimal(1), ROUND_HALF_UP) / 10:.1f}%"


def _measure(key: str) -> Measure:
    if key not in measures:
        raise NotFound
    return measures.get(key)


def _position(after: str | None) -> Behind | None:
    if not after:
        return None
    object_key, _dash, number = after.rpartition("-")
    if not object_key or not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise Refused(errors=[FieldError("cursor", "invalid_cursor", _("This cursor is none of ours."))])
    return Behind(object_key, int(number))
