"""Step: put a lamp on the record, with the reason in words; lowered when the record leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from genjin.kernel.flows.steps.contract import Case, Context, Done, Outcome


@dataclass(frozen=True)
class RaiseFlagConfig:
    """`key` of the flag, e.g. `silent`."""

    key: str

    def __post_init__(self) -> None:
        if not self.key.isidentifier() or len(self.key) > 60:
            raise ValueError(f"“{self.key}” is no key: letters, digits and underscores, at most 60")


# Everything the flag shows stands on the episode already, so nothing travels.
_RAISE = """
insert into records_flag (key, object_key, record_id, episode_id, reason, backlog, entered_at)
select %s::text, e.object_key, e.record_id, e.id, e.reason, e.backlog and e.released_at is null, e.entered_at
from flows_episode e where e.id = any(%s::bigint[])
on conflict (object_key, record_id, key) where left_at is null do nothing
returning episode_id, id
"""


class RaiseFlag:
    """A flag that stands already (raised by another watch) is left to that one."""

    key = "raise_flag"
    version = 1
    label = _("Raise a flag")
    quiet = True
    config: type = RaiseFlagConfig

    def run(self, context: Context, cases: Sequence[Case], config: RaiseFlagConfig) -> list[Outcome]:
        """One open flag per record and key."""
        with connection.cursor() as cursor:
            cursor.execute(_RAISE, [config.key, [case.episode_id for case in cases]])
            raised = dict(cursor.fetchall())
        return [Done({"flag": raised[c.episode_id]} if c.episode_id in raised else {}) for c in cases]

    def undo(self, context: Context, effects: Mapping[int, dict[str, Any]], config: RaiseFlagConfig) -> None:
        """Lower what was raised."""
        flags = [effect["flag"] for effect in effects.values() if "flag" in effect]
        with connection.cursor() as cursor:
            cursor.execute(
                "update records_flag set left_at = greatest(entered_at, %s::timestamptz)"
                " where id = any(%s::bigint[]) and left_at is null",
                [context.now, flags],
            )

    def addressees(self, cases: Sequence[Case], config: RaiseFlagConfig) -> list[int | None]:
        """Nobody."""
        return [None for _case in cases]


RAISE_FLAG = RaiseFlag()
