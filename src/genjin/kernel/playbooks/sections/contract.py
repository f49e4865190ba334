"""The contract of a playbook section."""

from __future__ import annotations

from typing import Any, Protocol

from genjin.kernel.people.actor import Actor
from genjin.kernel.playbooks.source import Node
from genjin.lib.registry import Registry

#: What a section sets: item key to its value as JSON; kept as the base of later comparisons.
Items = dict[str, Any]


class Section(Protocol):
    """One top-level key of the file. `read` only looks (PlaybookInvalid names line and reason); `apply` joins the
    caller's transaction and returns the keys of the items it changed. Sections are applied as they were registered."""

    key: str

    def read(self, node: Node) -> Items: ...
    def apply(self, actor: Actor, items: Items) -> list[str]: ...


sections: Registry[Section] = Registry("playbook section")
