"""What the page of one customer shows, in the order of screen C."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import orjson

from genjin.kernel.access.scope import may
from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.fields import added_fields
from genjin.kernel.people.actor import Actor
from genjin.kernel.work.inbox import OPEN_STATES, list_tasks
from genjin.sales.activity.queries import Position, timeline
from genjin.sales.customers.queries import beside_customers, contacts_of, quotes_of
from genjin.sales.models.customer import BuyingRole
from genjin.sales.queries import drafts_of
from genjin.sales.visit_queries import files_of_visits, last_visits_of
from genjin.web.customers.wording import lamp_words
from genjin.web.templatetags.words import phone

ENTRIES = 20


def customer_context(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """The context of `customers/customer.html` for a customer fetched in scope."""
    customer_id = row["id"]
    beside = beside_customers([customer_id])[customer_id]
    people = contacts_of(customer_id)
    said, said_count = quotes_of(customer_id)
    last = last_visits_of(customer_id, limit=1)
    tasks = list_tasks(actor, object_key="customer", record_id=customer_id, states=OPEN_STATES, order="due", limit=10)
    drafts, drafts_count = drafts_of(actor, customer_id=customer_id, limit=3)
    scope = {"owner_id": row["owner_id"], "team_id": row["team_id"]}
    may_update = may(actor, "update", "customer", **scope)
    return {
        "customer": row, "beside": beside, "lamp": lamp_words(beside), "last": last[0] if last else None,
        "people": people, "has_decider": any(p.buying_role == BuyingRole.DECIDER for p in people),
        "quotes": said, "quotes_count": said_count,
        "steps": [t for t in tasks if t.kind == "next_step"], "other_tasks": [t for t in tasks if t.kind != "next_step"],
        "drafts": drafts, "drafts_count": drafts_count,
        "facts": _facts(actor, row), "is_bare": not people and not said and not last and not drafts,
        "may_update": may_update, "may_visit": may(actor, "create", "visit", **scope),
        "may_delete": may(actor, "delete", "customer", **scope),
        "may_confirm": may_update and row["no_photo"] == "asked" and actor.scope("customer", "update") != "own",
        **timeline_context(customer_id, ""),
    }  # fmt: skip


def timeline_context(customer_id: int, after: str) -> dict[str, Any]:
    """A page of the timeline with the pictures of its visits."""
    entries = timeline(customer_id, after=_position(after), limit=ENTRIES + 1)
    shown = entries[:ENTRIES]
    more = _cursor(shown[-1].at, shown[-1].id) if len(entries) > ENTRIES else ""
    files = files_of_visits([entry.id for entry in shown if entry.kind == "visit"])
    return {"customer_id": customer_id, "entries": shown, "timeline_after": more, "files": files}


def _facts(actor: Actor, row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Added fields that hold something, and the shipped facts, label beside value."""
    shipped = {f.key: f for f in descriptions.get("customer").fields}
    facts: list[tuple[str, Any]] = []
    for key in ("phone", "uscc", "industry", "address"):
        if row.get(key):
            facts.append((str(shipped[key].label), phone(row[key]) if key == "phone" else row[key]))
    for added in added_fields("customer", actor.version or None):
        value = row["custom"].get(added.key)
        if value not in (None, ""):
            facts.append((added.label, added.choices.get(value, value) if added.kind == "choice" else value))
    return facts


def _cursor(at: datetime, entry_id: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), entry_id])).decode().rstrip("=")


def _position(cursor: str) -> Position | None:
    if not cursor:
        return None
    try:
        at, entry_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return Position(datetime.fromisoformat(at), int(entry_id))
    except (ValueError, TypeError):
        return None
