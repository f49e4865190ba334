"""Section `objects`: the names of object types, by language."""

from __future__ import annotations

from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.models import ObjectType
from genjin.kernel.people.actor import Actor
from genjin.kernel.playbooks.sections.contract import Items
from genjin.kernel.playbooks.source import Node


class Objects:
    """Shipped types mirror their description; what is described has its row."""

    key = "objects"

    def read(self, node: Node) -> Items:
        """`customer: {zh-hans: 客户, en: Customer}`."""
        items: Items = {}
        for key, labels in node.children():
            if key not in descriptions:
                labels.fail(f"there is no object “{key}”; known: {', '.join(descriptions.keys())}")
            items[key] = labels.labels()
        return items

    def apply(self, actor: Actor, items: Items) -> list[str]:
        """Make or rename."""
        changed = []
        for key, labels in items.items():
            row = ObjectType.objects.filter(key=key).first()
            if row is None or row.labels != labels:
                ObjectType.objects.update_or_create(key=key, defaults={"labels": labels})
                changed.append(key)
        return changed


OBJECTS = Objects()
