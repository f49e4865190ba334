"""Section `fields`: fields added to objects."""

from __future__ import annotations

import re
from typing import Any

from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.models import Field, ObjectType
from genjin.kernel.people.actor import Actor, bump_version
from genjin.kernel.playbooks.sections.contract import Items
from genjin.kernel.playbooks.source import Node

KINDS = ("text", "number", "date", "choice")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Fields:
    """`customer: {line: {kind: choice, labels: {…}, required: false, options: {packing: {zh-hans: 包装}}}}`."""

    key = "fields"

    def read(self, node: Node) -> Items:
        """Item keys are `object.field`."""
        items: Items = {}
        for object_key, fields in node.children():
            if object_key not in descriptions:
                fields.fail(f"there is no object “{object_key}”; known: {', '.join(descriptions.keys())}")
            for key, spec in fields.children():
                if not _KEY.fullmatch(key) or descriptions.get(object_key).field(key) is not None:
                    spec.fail(f"“{key}” cannot be the key of an added field")
                items[f"{object_key}.{key}"] = self._read_field(spec)
        return items

    def _read_field(self, spec: Node) -> dict[str, Any]:
        given = spec.known("kind", "labels", "required", "options", needed=("kind", "labels"))
        kind = given["kind"].choice(KINDS)
        if (kind == "choice") != ("options" in given):
            spec.fail("“options” are for fields of kind choice, which need them")
        required = given["required"].value if "required" in given else False
        if not isinstance(required, bool):
            given["required"].fail("must be true or false")
        options = [{"key": k, "labels": o.labels()} for k, o in given["options"].children()] if kind == "choice" else []
        return {"kind": kind, "labels": given["labels"].labels(), "is_required": required, "options": options}

    def apply(self, actor: Actor, items: Items) -> list[str]:
        """Make or change; a kind never changes, because values of the old one are there."""
        changed = []
        for position, (key, spec) in enumerate(items.items()):
            object_key, _dot, field_key = key.partition(".")
            ObjectType.objects.get_or_create(key=object_key)
            row = Field.objects.filter(object_type_id=object_key, key=field_key).first()
            if row is None:
                Field.objects.create(object_type_id=object_key, key=field_key, position=position, **spec)
            elif any(getattr(row, name) != value for name, value in spec.items() if name != "kind"):
                Field.objects.filter(id=row.id).update(**{n: v for n, v in spec.items() if n != "kind"})
            else:
                continue
            changed.append(key)
        if changed:
            bump_version()
        return changed


FIELDS = Fields()
