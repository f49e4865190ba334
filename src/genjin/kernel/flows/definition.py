"""What a watch is made of, read from its JSON and held to what is registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from genjin.kernel.errors import DomainError
from genjin.kernel.flows.errors import DefinitionInvalid
from genjin.kernel.flows.reasons import Reason, Texts, reasons
from genjin.kernel.flows.steps.contract import Step, read_config, steps
from genjin.kernel.objects.conditions.tree import Node, parse
from genjin.kernel.objects.description import ObjectDescription, descriptions

KEYS = {"object", "when", "reason", "steps", "limits"}
DEFAULT_LIMITS = {"per_owner_per_day": 20, "release_per_owner_per_week": 5, "order_by": "value"}


@dataclass(frozen=True)
class StepCall:
    """A step at its place in the definition, with its configuration."""

    position: int
    step: Step
    config: Any

    def run_key(self, episode_id: int) -> str:
        """Names this step's run for an episode: a second run under it does nothing."""
        return f"episode:{episode_id}:{self.position}:{self.step.key}"


@dataclass(frozen=True)
class Limits:
    """No flood: tasks per addressee and day, 存量 released per owner and local week, and what comes first."""

    per_owner_per_day: int
    release_per_owner_per_week: int
    order_column: str


@dataclass(frozen=True)
class Definition:
    """A watch, parsed."""

    description: ObjectDescription
    when: Node
    reason: Reason
    texts: Texts
    steps: tuple[StepCall, ...]
    limits: Limits

    @property
    def quiet(self) -> tuple[StepCall, ...]:
        """Steps that make no work for anybody."""
        return tuple(call for call in self.steps if call.step.quiet)


def read_definition(raw: Any) -> Definition:
    """The definition of a watch. Raises DefinitionInvalid naming the place and the reason."""
    given = _mapping(raw, "watch")
    _known(given, KEYS, "watch")
    for key in ("object", "when", "reason", "steps"):
        if key not in given:
            raise DefinitionInvalid(f"“{key}” is needed")
    if given["object"] not in descriptions:
        raise DefinitionInvalid(f"object: there is no object “{given['object']}”")
    description = descriptions.get(given["object"])
    try:
        when = parse(description, given["when"])
    except DomainError as error:
        raise DefinitionInvalid(f"when: {error.message}") from error
    reason, texts = _reason(given["reason"], description)
    return Definition(
        description, when, reason, texts, _steps(given["steps"]), _limits(given.get("limits"), description)
    )


def definition_of(raw: Mapping[str, Any]) -> Definition:
    """The same for a stored definition, kept in memory: it was valid when it was published."""
    return _kept(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=64)
def _kept(raw: bytes) -> Definition:
    return read_definition(orjson.loads(raw))


def _mapping(raw: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise DefinitionInvalid(f"{place}: must be a mapping")
    return raw


def _known(given: Mapping[str, Any], known: set[str], place: str) -> None:
    for key in given:
        if key not in known:
            raise DefinitionInvalid(f"{place}: there is no “{key}”; known: {', '.join(sorted(known))}")


def _reason(raw: Any, description: ObjectDescription) -> tuple[Reason, Texts]:
    given = _mapping(raw, "reason")
    _known(given, {"of", "texts"}, "reason")
    if given.get("of") not in reasons or reasons.get(given["of"]).object_key != description.key:
        raise DefinitionInvalid(f"reason: “{given.get('of')}” is no reason of {description.key}")
    reason = reasons.get(given["of"])
    texts = {
        key: _mapping(value, f"reason.texts.{key}")
        for key, value in _mapping(given.get("texts"), "reason.texts").items()
    }
    _known(texts, set(reason.variants), "reason.texts")
    for variant in reason.variants:
        if not texts.get(variant) or not all(isinstance(text, str) for text in texts[variant].values()):
            raise DefinitionInvalid(f"reason.texts: “{variant}” needs a text")
    return reason, texts


def _steps(raw: Any) -> tuple[StepCall, ...]:
    if not isinstance(raw, list) or len(raw) > 20:
        raise DefinitionInvalid("steps: must be a list of at most 20")
    calls: list[StepCall] = []
    for position, entry in enumerate(raw):
        given = _mapping(entry, f"steps.{position}")
        _known(given, {"step", "version", "config"}, f"steps.{position}")
        if given.get("step") not in steps:
            raise DefinitionInvalid(
                f"steps.{position}: there is no step “{given.get('step')}”; known: {', '.join(steps.keys())}"
            )
        step = steps.get(given["step"])
        if given.get("version", step.version) != step.version:
            raise DefinitionInvalid(f"steps.{position}: {step.key} has no version {given['version']}")
        if step.quiet and calls and not calls[-1].step.quiet:
            # 存量 runs the quiet ones alone; behind a loud one they would never be reached in order.
            raise DefinitionInvalid(f"steps.{position}: {step.key} makes no work, so it stands before those that do")
        try:
            calls.append(StepCall(position, step, read_config(step, given.get("config"))))
        except DefinitionInvalid as error:
            raise DefinitionInvalid(f"steps.{position}: {error.message}") from error
    return tuple(calls)


def _limits(raw: Any, description: ObjectDescription) -> Limits:
    given = {**DEFAULT_LIMITS, **_mapping(raw if raw is not None else {}, "limits")}
    _known(given, set(DEFAULT_LIMITS), "limits")
    for key in ("per_owner_per_day", "release_per_owner_per_week"):
        if isinstance(given[key], bool) or not isinstance(given[key], int) or not 0 < given[key] <= 100_000:
            raise DefinitionInvalid(f"limits: “{key}” must be a whole number from 1")
    order = description.field(str(given["order_by"]))
    if order is None:
        raise DefinitionInvalid(f"limits: {description.key} has no field “{given['order_by']}”")
    return Limits(given["per_owner_per_day"], given["release_per_owner_per_week"], order.db_column)
