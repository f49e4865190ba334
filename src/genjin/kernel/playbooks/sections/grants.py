"""Section `grants`: what each role may do, and how far."""

from __future__ import annotations

from genjin.kernel.access.models import Grant
from genjin.kernel.people.actor import Actor, bump_version
from genjin.kernel.people.models import Role
from genjin.kernel.playbooks.sections.contract import Items
from genjin.kernel.playbooks.source import Node

SCOPES = ("none", "own", "team", "all")


class Grants:
    """`rep: {customer: {read: own, update: own}}`; `*` stands for any object or any verb."""

    key = "grants"

    def read(self, node: Node) -> Items:
        """Item keys are `role.object.verb`."""
        items: Items = {}
        for role, objects in node.children():
            if role not in Role.values:
                objects.fail(f"there is no role “{role}”; known: {', '.join(Role.values)}")
            for object_key, verbs in objects.children():
                for verb, scope in verbs.children():
                    items[f"{role}.{object_key}.{verb}"] = scope.choice(SCOPES)
        return items

    def apply(self, actor: Actor, items: Items) -> list[str]:
        """Set each; what the file does not name stays."""
        now = {f"{g.role}.{g.object_key}.{g.verb}": g.scope for g in Grant.objects.all()}
        changed = [key for key, scope in items.items() if now.get(key) != scope]
        rows = []
        for key in changed:
            role, object_key, verb = key.split(".")
            rows.append(Grant(role=role, object_key=object_key, verb=verb, scope=items[key]))
        Grant.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["role", "object_key", "verb"], update_fields=["scope"]
        )
        if changed:
            bump_version()
        return changed


GRANTS = Grants()
