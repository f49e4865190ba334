"""The playbooks that the apps above ship, by key."""

from __future__ import annotations

from pathlib import Path

from genjin.lib.registry import Registry

#: Filled in `AppConfig.ready()` with the paths of packaged files.
SHIPPED: Registry[Path] = Registry("shipped playbook")


def shipped_file(key: str) -> Path:
    """The file of a shipped playbook."""
    return SHIPPED.get(key)
