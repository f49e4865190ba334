"""The visit list's filters as they stand in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from genjin.web.reading import asked
from genjin.web.visits.wording import HOLLOW

STATES = {"valid": True, "hollow": False}


@dataclass(frozen=True)
class VisitFilter:
    """Which visits: `valid` or `hollow` or all, hollow for one reason, from a local day to a local day."""

    state: str = ""
    reason: str = ""
    first: date | None = None
    last: date | None = None

    def as_arguments(self) -> dict[str, Any]:
        """For `list_visits`."""
        return {"is_valid": STATES.get(self.state), "reason": self.reason, "first": self.first, "last": self.last}

    def as_query(self) -> str:
        """The same filter in an address."""
        return urlencode({key: value for key, value in self._parts().items() if value})

    @property
    def days(self) -> str:
        """Only the days, for an address."""
        return urlencode({key: value for key, value in self._parts().items() if value and key in ("from", "to")})

    def _parts(self) -> dict[str, Any]:
        return {"state": self.state, "reason": self.reason, "from": self.first, "to": self.last}


def read_visit_filter(request: HttpRequest) -> VisitFilter:
    """The filter of an address; what cannot be understood is no filter."""
    state, reason = asked(request, "state"), asked(request, "reason", 40)
    return VisitFilter(
        state if state in STATES else "", reason if reason in HOLLOW else "", _day(request, "from"), _day(request, "to")
    )


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(asked(request, name, 10))
    except ValueError:
        return None
