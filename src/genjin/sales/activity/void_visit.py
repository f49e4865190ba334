"""Take a visit back, or bring it back: its contact counts nowhere meanwhile, and the watch looks again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from genjin.kernel.events.emit import event_row
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Patch, apply
from genjin.kernel.records.write import move_rows


def void_visit(actor: Actor, object_key: str, visit_id: int, *, deleted: bool, origin: str) -> None:
    """Move a visit into the bin, or with `deleted` out of it, together with its interaction.

    The customer's last visit and last valid contact are those of what is left. Raises NotFound, Forbidden.
    """
    with transaction.atomic():
        visit, rows = move_rows(actor, object_key, visit_id, deleted=deleted)
        voided_at = None if deleted else rows.patches["sales_visit"][0].set["deleted_at"]
        interaction_id, last_visit, last_valid = _left(visit, voided=not deleted)
        rows.patch("sales_interaction", Patch(interaction_id, set={"voided_at": voided_at}, bump=False, live=False))
        rows.patch(
            "sales_customer",
            Patch(
                visit["customer_id"],
                set={"last_visit_at": last_visit, "last_valid_at": last_valid},
                bump=False,
                live=False,
            ),
        )
        kind = "visit.unvoided" if deleted else "visit.voided"
        rows.add(
            "events_event",
            event_row(
                kind, "visit", visit_id, actor, dedupe_key=f"{kind}:{visit_id}:{visit['version'] + 1}",
                payload={"customer": visit["customer_id"]},
            ),
        )  # fmt: skip
        apply(actor, rows, origin=origin)


def _left(visit: dict[str, Any], *, voided: bool) -> tuple[int, datetime | None, datetime | None]:
    """The visit's interaction, and the customer's last visit and last valid contact afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select (select id from sales_interaction where source = 'visit' and source_id = %(visit)s),
              max(i.occurred_at) filter (where i.source = 'visit'), max(i.occurred_at) filter (where i.is_valid)
            from sales_interaction i where i.customer_id = %(customer)s
              and case when i.source = 'visit' and i.source_id = %(visit)s then not %(voided)s else i.voided_at is null end
            """,
            {"visit": visit["id"], "customer": visit["customer_id"], "voided": voided},
        )
        row: tuple[int, datetime | None, datetime | None] = cursor.fetchone()
        return row
