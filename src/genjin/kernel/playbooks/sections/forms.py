"""Section `forms`: the checks of an object, how strict each is per origin, and their thresholds."""

from __future__ import annotations

from typing import Any, get_args

from django.db.models import Max

from genjin.kernel.objects.checks import Check, Mode, Origin, checks
from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.models import Form, ObjectType
from genjin.kernel.people.actor import Actor, bump_version
from genjin.kernel.playbooks.sections.contract import Items
from genjin.kernel.playbooks.source import Node

MODES: tuple[str, ...] = get_args(Mode)
ORIGINS: tuple[str, ...] = (*get_args(Origin), "*")


class Forms:
    """`visit: {settings: {…}, checks: [{check: photo, modes: {form: block}, params: {min_short_side: 640}}]}`."""

    key = "forms"

    def read(self, node: Node) -> Items:
        """Item keys are object keys."""
        items: Items = {}
        for object_key, form in node.children():
            if object_key not in descriptions:
                form.fail(f"there is no object “{object_key}”; known: {', '.join(descriptions.keys())}")
            given = form.known("settings", "checks", needed=("checks",))
            items[object_key] = {
                "settings": given["settings"].plain() if "settings" in given else {},
                "checks": [self._read_check(object_key, entry) for entry in given["checks"].items()],
            }
        return items

    def _read_check(self, object_key: str, entry: Node) -> dict[str, Any]:
        given = entry.known("check", "modes", "params", needed=("check",))
        key = given["check"].text(60)
        if key not in checks or checks.get(key).object_key != object_key:
            known = ", ".join(check.key for check in checks if check.object_key == object_key)
            given["check"].fail(f"there is no check “{key}” for {object_key}; known: {known}")
        return {
            "check": key,
            "modes": self._read_modes(given["modes"]) if "modes" in given else {},
            "params": self._read_params(checks.get(key), given["params"]) if "params" in given else {},
        }

    def _read_modes(self, node: Node) -> dict[str, str]:
        modes = {}
        for origin, mode in node.children():
            if origin not in ORIGINS:
                mode.fail(f"“{origin}” is no origin; known: {', '.join(ORIGINS)}")
            modes[origin] = mode.choice(MODES)
        return modes

    def _read_params(self, check: Check, node: Node) -> dict[str, Any]:
        params = {}
        for name, value in node.children():
            if name not in check.params:
                value.fail(f"{check.key} has no “{name}”; known: {', '.join(check.params) or 'none'}")
            if type(value.value) is not type(check.params[name]):
                value.fail(f"must be of the kind of {check.params[name]!r}")
            params[name] = value.value
        return params

    def apply(self, actor: Actor, items: Items) -> list[str]:
        """Publish a version where the newest says something else; verdicts name the version they were judged by."""
        changed = []
        for object_key, definition in items.items():
            newest = Form.objects.filter(object_type_id=object_key).order_by("-version").first()
            if newest is not None and newest.definition == definition:
                continue
            ObjectType.objects.get_or_create(key=object_key)
            highest = Form.objects.filter(object_type_id=object_key).aggregate(top=Max("version"))["top"] or 0
            Form.objects.create(
                object_type_id=object_key, version=highest + 1, definition=definition, published_by=actor.user_id
            )
            changed.append(object_key)
        if changed:
            bump_version()
        return changed


FORMS = Forms()
