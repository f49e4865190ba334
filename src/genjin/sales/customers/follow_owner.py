"""What hangs on a customer follows it to its new owner and team: who sees it is the customer's owner now.

Whose customer it was *then* stays on the interaction; figures of behaviour go by that.
"""

from __future__ import annotations

from django.db import connection

from genjin.kernel.events.drain import Happened, subscribe
from genjin.kernel.people.actor import SYSTEM
from genjin.kernel.records.write_many import Source, update_many

#: Objects whose scope is their customer's.
FOLLOWERS = {"contact": "sales_contact", "visit": "sales_visit", "past_follow_up": "sales_pastfollowup"}

_MOVED = """
(select f.id, u.owner_id, u.team_id from sales_customer u join {table} f on f.customer_id = u.id
 where u.id = any(%s) and (f.owner_id is distinct from u.owner_id or f.team_id is distinct from u.team_id)) m
"""


def follow(customer_ids: list[int]) -> int:
    """Give contacts, visits and past follow-ups of these customers their owner and team; returns how many moved."""
    moved = 0
    for object_key, table in FOLLOWERS.items():
        source = Source(_MOVED.format(table=table), "m.id", params=(customer_ids,))
        columns = {"owner_id": "m.owner_id", "team_id": "m.team_id"}
        moved += update_many(SYSTEM, object_key, source, columns, origin="transfer", bump=False)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update records_searchentry s set owner_id = c.owner_id, team_id = c.team_id
            from sales_contact c where c.customer_id = any(%s) and s.object_key = 'contact' and s.record_id = c.id
              and (s.owner_id is distinct from c.owner_id or s.team_id is distinct from c.team_id)
            """,
            [customer_ids],
        )
    return moved


def on_customers_updated(events: list[Happened]) -> None:
    """Subscriber: safe to call twice, as what has followed already does not move again."""
    follow(sorted({event.record_id for event in events}))


def register() -> None:
    """Called once, when the apps are ready."""
    subscribe(["customer.updated"], "sales.follow_owner", on_customers_updated)
