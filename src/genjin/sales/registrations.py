"""What the suite adds to the kernel's registries, in one place."""

from __future__ import annotations


def register() -> None:
    """Called once, when the apps are ready."""
    from genjin.sales import objects, playbooks, watches
    from genjin.sales.checks import register as checks
    from genjin.sales.customers import follow_owner, importing
    from genjin.sales.measures import inactive_share, valid_visit_rate

    objects.register()
    checks.register()
    watches.register()
    playbooks.register()
    importing.register()
    follow_owner.register()
    valid_visit_rate.register()
    inactive_share.register()
