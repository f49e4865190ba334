"""What the suite adds to the kernel's registries, in one place."""

from __future__ import annotations


def register() -> None:
    """Called once, when the apps are ready."""
    from genjin.sales import objects
    from genjin.sales.checks import register as checks

    objects.register()
    checks.register()
