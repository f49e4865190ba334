"""Step: give somebody a task about the record; cancelled when the record leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.flows.recipients import WHO, languages, resolve
from genjin.kernel.flows.steps.contract import Case, Context, Done, Fail, Labels, Outcome
from genjin.kernel.flows.words import filled
from genjin.kernel.work.assign_task import assign_task, task_row
from genjin.kernel.work.cancel import cancel_many


@dataclass(frozen=True)
class AssignTaskConfig:
    """`kind` of the task; `to`: who in relation to the record; `title` by language, with `{title}` and `{reason}`;
    `due_in_days`: due at the end of that day."""

    kind: str
    to: str
    title: Labels
    due_in_days: int = 2

    def __post_init__(self) -> None:
        if self.to not in WHO:
            raise ValueError(f"“{self.to}” is nobody we know; known: {', '.join(WHO)}")
        if not 0 <= self.due_in_days <= 365:
            raise ValueError("“due_in_days” must be from 0 to 365")
        if not self.title:
            raise ValueError("“title” needs a text in at least one language")


class AssignTask:
    """One task per episode and kind."""

    key = "assign_task"
    version = 1
    label = _("Assign a task")
    quiet = False
    config: type = AssignTaskConfig

    def run(self, context: Context, cases: Sequence[Case], config: AssignTaskConfig) -> list[Outcome]:
        """Tasks for all cases in one statement; a case with nobody to do it fails and is tried again."""
        owners = self.addressees(cases, config)
        spoken = languages([owner for owner in owners if owner is not None])
        keys = [f"{config.kind}:{case.episode_id}" for case in cases]
        rows = [
            task_row(
                kind=config.kind, title=filled(config.title, spoken[owner], case), owner_id=owner,
                team_id=case.team_id, object_key=case.object_key, record_id=case.record_id, source_object="episode",
                source_id=case.episode_id,
                reason=case.reason, value=case.value, due_on=context.today + timedelta(days=config.due_in_days),
                created_by_id=context.actor.user_id, created_at=context.now, dedupe_key=key,
            )
            for key, case, owner in zip(keys, cases, owners, strict=True)
            if owner is not None
        ]  # fmt: skip
        made = assign_task(context.actor, rows)
        return [
            Done({"task": made[key], "owner": owner}) if owner is not None else Fail("nobody_to_assign")
            for key, owner in zip(keys, owners, strict=True)
        ]

    def undo(self, context: Context, effects: Mapping[int, dict[str, Any]], config: AssignTaskConfig) -> None:
        """Cancel what is still open."""
        cancel_many(context.actor, [effect["task"] for effect in effects.values() if "task" in effect])

    def addressees(self, cases: Sequence[Case], config: AssignTaskConfig) -> list[int | None]:
        """Who gets each task."""
        return resolve(config.to, cases)


ASSIGN_TASK = AssignTask()
