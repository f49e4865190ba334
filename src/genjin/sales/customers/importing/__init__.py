"""Importing customers with their contacts, and past follow-ups: all that is particular to them."""

from __future__ import annotations


def register() -> None:
    """Tell the kernel's registry; called when the apps are ready, safe to call again."""
    from genjin.kernel.imports.importer import importers
    from genjin.sales.customers.importing.customers import CUSTOMERS
    from genjin.sales.customers.importing.follow_ups import FOLLOW_UPS

    for importer in (CUSTOMERS, FOLLOW_UPS):
        importers.register(importer.object_key, importer)
