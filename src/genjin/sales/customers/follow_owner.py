"""What hangs on a customer follows it to its new owner and team: who sees it is the customer's owner now.

Whose customer it was *then* stays on the interaction; figures of behaviour go by that.
"""

from __future__ import annotations

from django.db import connection

from genjin.kernel.events.drain import Happened, subscribe
from genjin.kernel.people.actor import SYSTEM
from genjin.kernel.records.write_many import Source, update_many
from genjin.sales.customers.move_person import customers_in_another_team

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


def on_people_moved(events: list[Happened]) -> None:
    """Subscriber: customers go to the team their owner is in now, and take along what hangs on them."""
    customer_ids = customers_in_another_team(sorted({event.record_id for event in events}))
    moved = """(select u.id, u.owner_id, m.team_id from sales_customer u
      join people_membership m on m.user_id = u.owner_id and m.until is null where u.id = any(%s)) m"""
    update_many(
        SYSTEM, "customer", Source(moved, "m.id", params=(customer_ids,)), {"team_id": "m.team_id"},
        origin="transfer", bump=False,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "update records_searchentry s set team_id = c.team_id from sales_customer c"
            " where c.id = any(%s) and s.object_key = 'customer' and s.record_id = c.id",
            [customer_ids],
        )
    follow(customer_ids)


def register() -> None:
    """Called once, when the apps are ready."""
    subscribe(["user.moved"], "sales.follow_person", on_people_moved)
    subscribe(["customer.updated"], "sales.follow_owner", on_customers_updated)
