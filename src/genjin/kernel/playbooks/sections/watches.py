"""Section `watches`: conditions that time makes true, and what follows."""

from __future__ import annotations

import re
from typing import Any

from genjin.kernel.flows.definition import read_definition
from genjin.kernel.flows.errors import DefinitionInvalid
from genjin.kernel.flows.models import Watch
from genjin.kernel.people.actor import Actor
from genjin.kernel.playbooks.sections.contract import Items
from genjin.kernel.playbooks.source import Node

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Watches:
    """`silent_customer: {labels, object, when, reason, steps, limits}`."""

    key = "watches"

    def read(self, node: Node) -> Items:
        """Item keys are watch keys."""
        items: Items = {}
        for key, watch in node.children():
            if not _KEY.fullmatch(key):
                watch.fail(f"“{key}” is no key: small letters, digits and underscores")
            given = watch.known(
                "labels", "object", "when", "reason", "steps", "limits",
                needed=("labels", "object", "when", "reason", "steps"),
            )  # fmt: skip
            definition = {name: part.plain() for name, part in given.items() if name != "labels"}
            try:
                read_definition(definition)
            except DefinitionInvalid as error:
                # The reason begins with the setting it is about: its line is nearer than the watch's.
                setting = str(error.message).split(":")[0].split(".")[0]
                given.get(setting, watch).fail(str(error.message))
            items[key] = {"labels": given["labels"].labels(), "definition": definition}
        return items

    def apply(self, actor: Actor, items: Items) -> list[str]:
        """Make or change. A changed watch goes on with the episodes it has; only a new one begins in silence."""
        return [key for key, spec in items.items() if self._set(key, spec)]

    def _set(self, key: str, spec: dict[str, Any]) -> bool:
        row = Watch.objects.filter(key=key).first()
        definition = spec["definition"]
        if row is None:
            Watch.objects.create(key=key, object_key=definition["object"], **spec)
            return True
        if row.definition == definition and row.labels == spec["labels"]:
            return False
        Watch.objects.filter(key=key).update(version=row.version + 1, object_key=definition["object"], **spec)
        return True


WATCHES = Watches()
