"""此处禁拍: a rep says photos are forbidden at a customer, his supervisor confirms once, then other proof counts."""

from __future__ import annotations

from genjin.kernel.access.scope import require
from genjin.kernel.errors import Forbidden, NotFound
from genjin.kernel.events.emit import event_row
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Patch, Rows, apply
from genjin.kernel.records.write import read_row
from genjin.sales.models.customer import NoPhoto


def answer_no_photo(actor: Actor, customer_id: int, *, confirmed: bool) -> None:
    """Confirm or refuse. Raises NotFound; Forbidden for whoever leads nobody: nobody confirms it for himself."""
    row = read_row("customer", customer_id)
    if row is None:
        raise NotFound
    require(actor, "update", "customer", owner_id=row["owner_id"], team_id=row["team_id"])
    if actor.scope("customer", "update") == "own":
        raise Forbidden
    state = NoPhoto.CONFIRMED if confirmed else NoPhoto.NONE
    if row["no_photo"] == state:
        return
    rows = Rows()
    rows.patch("sales_customer", Patch(customer_id, set={"no_photo": state.value}, guard={"version": row["version"]}))
    version = row["version"] + 1
    key = f"customer.updated:{customer_id}:{version}"
    rows.add(
        "events_event",
        event_row("customer.updated", "customer", customer_id, actor, dedupe_key=key, payload={"fields": ["no_photo"]}),
    )
    apply(actor, rows, origin="form")
