"""The step contract: what every step takes, answers and can undo.

A step takes *cases*, because twelve thousand must cost what one costs; the runner calls it inside one transaction,
at most once per key, and stores its answers. A step that raises fails for all cases of that call, whereupon the runner
asks again case by case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, get_type_hints

from genjin.kernel.flows.errors import DefinitionInvalid
from genjin.kernel.people.actor import Actor
from genjin.lib.registry import Registry

Labels = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One record for which a step is run, and the episode that caused it.

    `title`: the record's name. `reason`: why it is here, in the company's words. `facts`: what the reason was made of.
    """

    episode_id: int
    object_key: str
    record_id: int
    owner_id: int | None
    team_id: int | None
    title: str
    reason: str
    facts: Mapping[str, Any]
    value: Decimal | None
    backlog: bool
    entered_at: datetime


@dataclass(frozen=True)
class Context:
    """On whose behalf and when the steps run. `today` is the company's local date."""

    actor: Actor
    watch_key: str
    now: datetime
    today: date


@dataclass(frozen=True)
class Done:
    """It is done; `effect` is all that undoing needs (JSON)."""

    effect: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wait:
    """Not yet: run again at `until`; the steps behind it wait as well."""

    until: datetime


@dataclass(frozen=True)
class Fail:
    """It could not be done: a stable code. A retryable failure is tried again by the next sweep."""

    error: str
    retryable: bool = True


Outcome = Done | Wait | Fail


class Step(Protocol):
    """A registered step.

    `quiet`: makes no work for anybody, so it is run for 存量 too. `config`: a frozen dataclass, validated by
    `read_config` when the configuration is published. `run` answers one outcome per case, in order. `undo` takes the
    effects back; it must bear being called for what is gone already. `addressee`: whom it makes work for, else None.
    """

    key: str
    version: int
    label: Any
    quiet: bool
    config: type

    def run(self, context: Context, cases: Sequence[Case], config: Any) -> list[Outcome]: ...
    def undo(self, context: Context, effects: Mapping[int, dict[str, Any]], config: Any) -> None: ...
    def addressees(self, cases: Sequence[Case], config: Any) -> list[int | None]: ...


steps: Registry[Step] = Registry("step")


def read_config(step: Step, raw: Any) -> Any:
    """The step's configuration from JSON. Raises DefinitionInvalid naming the key and what is wrong with it."""
    given = {} if raw is None else raw
    if not isinstance(given, Mapping):
        raise DefinitionInvalid(f"{step.key}: the configuration must be a mapping")
    hints = get_type_hints(step.config)
    fields = {f.name: f for f in dataclasses.fields(step.config)}
    for key in given:
        if key not in fields:
            raise DefinitionInvalid(f"{step.key}: there is no setting “{key}”; known: {', '.join(fields)}")
    for name, spec in fields.items():
        needed = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        if needed and name not in given:
            raise DefinitionInvalid(f"{step.key}: “{name}” is needed")
        if name in given and not _fits(given[name], hints[name]):
            raise DefinitionInvalid(f"{step.key}: “{name}” has a value of the wrong type")
    try:
        return step.config(**given)
    except ValueError as error:
        raise DefinitionInvalid(f"{step.key}: {error}") from error


def _fits(value: Any, hint: Any) -> bool:
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if hint is str:
        return isinstance(value, str)
    if hint == Labels:
        return isinstance(value, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())
    return isinstance(value, hint) if isinstance(hint, type) else True
