"""What the suite adds to watches: why a customer is silent, and what makes the watches look at a customer again."""

from __future__ import annotations

from genjin.kernel.events.drain import Happened, subscribe
from genjin.kernel.flows.reasons import Reason, reasons
from genjin.kernel.flows.watches import evaluate_records
from genjin.sales.objects import LAST_PROGRESS_SQL

#: The last record left a next action whose day is over and which nobody has done (measures.md §2.7).
_EXPIRED_SQL = """coalesce((select l.next_due_on < {today} and exists (
    select 1 from work_task k where k.id = l.next_task_id
    and (k.completed_at is null or k.completed_at >= {now}) and (k.cancelled_at is null or k.cancelled_at >= {now}))
  from (select i.next_task_id, i.next_due_on from sales_interaction i where i.customer_id = t.id and i.voided_at is null
    and i.side = 'rep' and i.occurred_at < {now} order by i.occurred_at desc, i.id desc limit 1) l), false)"""

_TOUCHED_SQL = """exists (select 1 from sales_interaction i where i.customer_id = t.id and i.voided_at is null
  and i.occurred_at < {now})"""

SILENT = Reason(
    key="silent_customer",
    object_key="customer",
    variants=("silent", "expired", "never"),
    facts=f"""jsonb_build_object('since', {LAST_PROGRESS_SQL}, 'variant',
      case when {_EXPIRED_SQL} then 'expired' when not {_TOUCHED_SQL} then 'never' else 'silent' end)""",
)

#: Events of other records about a customer carry his id; events of customers are about themselves.
ABOUT_CUSTOMERS = ["visit.recorded", "visit.voided", "visit.unvoided", "task.completed", "task.cancelled"]
OF_CUSTOMERS = ["customer.created", "customer.updated", "customer.deleted", "customer.restored"]


def look_again(events: list[Happened]) -> None:
    """Ask the watches of customers about those whom something happened to."""
    ids = set()
    for event in events:
        about = event.record_id if event.object_key == "customer" else event.payload.get("customer")
        if about is not None:
            ids.add(int(about))
    if ids:
        evaluate_records("customer", sorted(ids))


def register() -> None:
    """Called once, when the apps are ready."""
    reasons.register(SILENT.key, SILENT)
    subscribe([*ABOUT_CUSTOMERS, *OF_CUSTOMERS], "watches.customer", look_again)
