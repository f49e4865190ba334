"""What the page of a new visit shows before a word is written."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.access.scope import require
from genjin.kernel.evidence.models import File
from genjin.kernel.evidence.see import own_files
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.clean import parse_id
from genjin.kernel.work.inbox import OPEN_STATES, list_tasks
from genjin.sales.customers.queries import contacts_of, get_customer, quotes_of
from genjin.sales.models.customer import BuyingRole
from genjin.sales.queries import get_draft
from genjin.web.shell.wording import clock_state, clock_words, day_words
from genjin.web.visits.wording import due_chips, need_types


def form_context(actor: Actor, customer_id: int, *, draft_key: str, now: datetime) -> dict[str, Any]:
    """Everything `visits/record.html` needs. Raises NotFound, Forbidden."""
    customer = get_customer(actor, customer_id)
    require(actor, "create", "visit", owner_id=customer["owner_id"], team_id=customer["team_id"])
    people = contacts_of(customer_id)
    said, _n = quotes_of(customer_id, limit=2)
    draft = get_draft(actor, draft_key) if draft_key else None
    open_tasks = list_tasks(
        actor, object_key="customer", record_id=customer_id, states=OPEN_STATES, order="due", limit=4
    )
    roles = dict(BuyingRole.choices)
    return {
        "customer": {"id": str(customer_id), "name": customer["name"], "class": customer["customer_class"] or ""},
        "contacts": [
            {"id": str(p.id), "name": p.name, "title": p.title, "role_label": str(roles.get(p.buying_role or "", ""))} for p in people
        ],
        "due_chips": due_chips(clock.local_day(now)),
        "need_types": need_types(),
        "client_key": draft_key if draft is not None else str(uuid.uuid4()),
        "draft": _draft_values(actor, draft) if draft is not None else None,
        "no_photo": customer["no_photo"],
        "checked_in": "",
        "last_words": [{"text": q.text, "by": q.by, "on": day_words(q.on)} for q in said],
        "open_items": [
            {
                "title": t.title, "sub": t.owner_name,
                "clock": clock_words(t.due_at, now) if t.due_at else "",
                "state": clock_state(t.due_at, now) if t.due_at else "",
            }
            for t in open_tasks
        ],
        "ask": _ask(people),
    }  # fmt: skip


def _ask(people: list[Any]) -> str:
    if not people:
        return _("Ask these three first: the line, what hurts, who decides.")
    if not any(p.buying_role == BuyingRole.DECIDER for p in people):
        return _("Nobody has met the one who decides. Ask who signs.")
    return ""


def _draft_values(actor: Actor, values: Any) -> dict[str, Any]:
    """The kept values with the pictures they name, so that the form can show them again."""
    raw = dict(values)
    proofs = [p for p in raw.get("proofs") or [] if isinstance(p, dict)]
    ids = [parse_id(str(i)) for i in [*(raw.get("photos") or []), *(p.get("file") for p in proofs)]]
    files = own_files(actor, [i for i in ids if i is not None])
    raw["photos"] = [_shown(files, i) for i in raw.get("photos") or [] if parse_id(str(i)) in files]
    raw["proofs"] = [
        {"kind": p.get("kind"), "file": str(p.get("file")), **_shown(files, p.get("file"))}
        for p in proofs
        if parse_id(str(p.get("file"))) in files
    ]
    return raw


def _shown(files: dict[int, File], file_id: Any) -> dict[str, Any]:
    file = files[int(str(file_id))]
    return {
        "id": str(file.id),
        "name": file.name,
        "thumb": f"/files/{file.id}/thumb/" if file.kind == "image" else None,
    }
