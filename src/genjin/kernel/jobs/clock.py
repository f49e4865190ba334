"""The one clock: database time, shifted in the demo, thought of in the company's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

#: SQL for "now"; the same value all through one transaction.
NOW_SQL = "genjin_now()"


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone() -> ZoneInfo:
    """The company's time zone."""
    return _zone(settings.GENJIN_TIME_ZONE)


def now() -> datetime:
    """Database time in UTC, with the demo's shift."""
    with connection.cursor() as cursor:
        cursor.execute("select genjin_now()")
        return cursor.fetchone()[0]


def today() -> date:
    """The company's local date now."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The company's local date of a moment."""
    return moment.astimezone(zone()).date()


def start_of(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, zone())


def end_of(day: date) -> datetime:
    """The first moment after a local day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local wall-clock time of a local day."""
    return datetime.combine(day, time(hour, minute), zone())
