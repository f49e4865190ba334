"""The check contract: what looks at a record while it is written, and how strictly, per origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from genjin.kernel.objects.models import Form
from genjin.kernel.people.actor import config_version
from genjin.lib.registry import Registry

#: refuse: not even kept as a draft; block: kept as 待补 from a form, 422 over the API; warn; record only; off.
Mode = Literal["refuse", "block", "warn", "record", "off"]
Origin = Literal["form", "api", "import", "flow", "demo"]


@dataclass(frozen=True)
class Finding:
    """What a check saw: on which field (path in the request), a stable code, words, and a record to look at."""

    field: str
    code: str
    message: Any
    link: str = ""
    mode: Mode = "block"

    def as_dict(self) -> dict[str, Any]:
        """As stored on the record and shown by the API."""
        return {"field": self.field, "code": self.code, "message": str(self.message), "mode": self.mode} | (
            {"link": self.link} if self.link else {}
        )


@dataclass(frozen=True)
class Check:
    """A registered check. `run(subject, params)` is pure: the subject brings all it needs.

    `subject` is the object's own frozen dataclass (e.g. sales.activity.judge.VisitSubject). `codes` are all it can give.
    """

    key: str
    object_key: str
    codes: tuple[str, ...]
    run: Callable[[Any, Mapping[str, Any]], list[Finding]]
    params: Mapping[str, Any] = field(default_factory=dict)


checks: Registry[Check] = Registry("check")


@dataclass(frozen=True)
class CheckInForce:
    """A check as configured: its modes by origin and its parameters."""

    check: Check
    modes: Mapping[str, Mode]
    params: Mapping[str, Any]

    def mode(self, origin: str) -> Mode:
        """How strict it is for this origin."""
        return self.modes.get(origin, self.modes.get("*", "block"))


@dataclass(frozen=True)
class Rules:
    """The checks in force for an object and the version every verdict names."""

    version: int
    checks: tuple[CheckInForce, ...]
    settings: Mapping[str, Any]

    def judge(self, subject: Any, origin: str) -> list[Finding]:
        """Every finding, each with its mode for this origin; checks that are off say nothing."""
        found: list[Finding] = []
        for force in self.checks:
            mode = force.mode(origin)
            if mode == "off":
                continue
            for finding in force.check.run(subject, force.params):
                found.append(Finding(finding.field, finding.code, finding.message, finding.link, mode))
        return found


_kept: dict[str, tuple[int, Rules]] = {}


def rules(object_key: str, version: int | None = None) -> Rules:
    """The rules in force for an object, kept in memory per configuration version."""
    version = config_version() if version is None else version
    kept = _kept.get(object_key)
    if kept is not None and kept[0] == version:
        return kept[1]
    form = Form.objects.filter(object_type_id=object_key).order_by("-version").first()
    found = compile_rules(form.version, form.definition) if form else Rules(0, (), {})
    _kept[object_key] = (version, found)
    return found


def compile_rules(version: int, definition: Mapping[str, Any]) -> Rules:
    """Rules of a form definition. Raises KeyError naming an unknown check."""
    in_force = []
    for entry in definition.get("checks", ()):
        check = checks.get(entry["check"])
        in_force.append(CheckInForce(check, entry.get("modes", {}), {**check.params, **entry.get("params", {})}))
    return Rules(version, tuple(in_force), definition.get("settings", {}))
