"""此处禁拍: the supervisor confirms once that photos are forbidden at a customer; other proof counts there from then on."""

from __future__ import annotations

from genjin.kernel.access.scope import require
from genjin.kernel.errors import Forbidden, NotFound
from genjin.kernel.events.emit import event_row
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Patch, Rows, apply
from genjin.kernel.records.write import read_row

#: Who may confirm: never the rep who asks.
CONFIRMERS = ("supervisor", "director", "administrator")


def confirm_no_photo(actor: Actor, customer_id: int, *, confirmed: bool) -> None:
    """Confirm what the rep asked, or take it back. Raises NotFound, Forbidden."""
    customer = read_row("customer", customer_id)
    if customer is None:
        raise NotFound
    require(actor, "update", "customer", owner_id=customer["owner_id"], team_id=customer["team_id"])
    if actor.role not in CONFIRMERS and not actor.is_system:
        raise Forbidden
    state = "confirmed" if confirmed else "none"
    if customer["no_photo"] == state:
        return
    version = customer["version"] + 1
    rows = Rows()
    rows.patch("sales_customer", Patch(customer_id, set={"no_photo": state}, guard={"version": customer["version"]}))
    rows.add(
        "events_event",
        event_row(
            f"customer.no_photo_{state}", "customer", customer_id, actor,
            dedupe_key=f"customer.no_photo:{customer_id}:{version}",
        ),
    )  # fmt: skip
    apply(actor, rows, origin="form")
