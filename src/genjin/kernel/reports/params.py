"""What a measure may be asked: a period, a day to look from, a team, a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.jobs import clock

#: Days of the period when none is given, today included.
DEFAULT_DAYS = 28

KNOWN = ("from", "to", "team", "owner", "as_of")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Params:
    """`first` and `last` are inclusive local days. `as_of`: figures of a state look from the end of this day.
    `team_ids`: the team asked for and all below it; None = no filter."""

    first: date
    last: date
    as_of: date
    today: date
    team_ids: tuple[int, ...] | None = None
    owner_id: int | None = None


def read_params(raw: Mapping[str, str]) -> Params:
    """The parameters of a request. Raises Refused with an error per field that is unknown or means nothing."""
    errors: list[FieldError] = []
    for key in raw:
        if key not in KNOWN:
            errors.append(FieldError(str(key)[:60], "unknown_field", _("There is no such field.")))
    today = clock.today()
    days = {key: _day(raw.get(key), key, errors) for key in ("from", "to", "as_of")}
    last = days["to"] or days["as_of"] or today
    first = days["from"] or last - timedelta(days=DEFAULT_DAYS - 1)
    if first > last and not errors:
        errors.append(FieldError("from", "period_reversed", _("The period ends before it begins.")))
    team_ids, owner_id = _teams(raw.get("team"), errors), _owner(raw.get("owner"), errors)
    if errors:
        raise Refused(errors=errors)
    return Params(first, last, days["as_of"] or min(last, today), today, team_ids, owner_id)


def _day(raw: str | None, key: str, errors: list[FieldError]) -> date | None:
    if not raw:
        return None
    try:
        day = date.fromisoformat(raw) if len(raw) == 10 else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        errors.append(FieldError(key, "invalid_date", _("There is no such day. Write it as 2026-11-30.")))
        return None
    return day


def _teams(raw: str | None, errors: list[FieldError]) -> tuple[int, ...] | None:
    if not raw:
        return None
    found: tuple[int, ...] = ()
    if raw.isascii() and raw.isdigit() and len(raw) <= 18:
        with connection.cursor() as cursor:
            cursor.execute(
                "select d.id from people_team t join people_team d on d.path like t.path || '%%'"
                " where t.id = %s::bigint",
                [int(raw)],
            )
            found = tuple(row[0] for row in cursor.fetchall())
    if not found:
        errors.append(FieldError("team", "not_found", _("Not found, or not yours to see.")))
    return found


def _owner(raw: str | None, errors: list[FieldError]) -> int | None:
    if not raw:
        return None
    row = None
    if len(raw) <= 60 and "\x00" not in raw and raw.isprintable():
        with connection.cursor() as cursor:
            cursor.execute("select id from people_user where username = %s", [raw])
            row = cursor.fetchone()
    if row is None:
        errors.append(FieldError("owner", "not_found", _("Nobody here has this user name.")))
        return None
    return int(row[0])
