"""What the suite ships as configuration: YAML files beside this one."""

from __future__ import annotations

from pathlib import Path

from genjin.kernel.playbooks.shipped import SHIPPED


def register() -> None:
    """Called once, when the apps are ready."""
    SHIPPED.register("industrial_b2b", Path(__file__).parent / "industrial_b2b.yaml")
