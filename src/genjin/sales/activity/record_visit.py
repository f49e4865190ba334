"""Record a visit: one read, one judgement, one write. Nothing a person entered is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from genjin.kernel.access.scope import require
from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.events.emit import event_row
from genjin.kernel.objects.checks import Finding, Rules, rules
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Patch, Row, Rows, apply
from genjin.kernel.records.errors import OnceTaken, Taken
from genjin.kernel.records.once import Idempotency, StoredAnswer, once_row, replay
from genjin.sales.activity.judge import Verdict, judge_visit
from genjin.sales.activity.save_draft import save_draft
from genjin.sales.activity.seen import Seen, one_at_a_time, read_for_visit
from genjin.sales.activity.values import VisitValues, parse_visit
from genjin.sales.activity.visit_rows import next_step_task, people_rows, visit_rows
from genjin.sales.models import Visit


@dataclass(frozen=True)
class Recorded:
    """What became of it: a visit with its verdict, or a draft with what it still needs, or an answer given before."""

    visit_id: int | None = None
    draft_key: str = ""
    verdict: Verdict | None = None
    row: Row | None = None
    seen: Seen | None = None
    values: VisitValues | None = None
    task_id: int | None = None
    errors: tuple[Finding, ...] = ()
    answer: StoredAnswer | None = None
    was_valid: bool = False

    @property
    def is_valid(self) -> bool:
        """The verdict, also of a visit that was recorded before under the same client key."""
        return self.verdict.is_valid if self.verdict is not None else self.was_valid


Render = Callable[[Recorded], tuple[int, Any]]


def record_visit(
    actor: Actor,
    raw: Mapping[str, Any],
    *,
    origin: str,
    idempotency: Idempotency | None = None,
    render: Render | None = None,
    draft: bool = False,
) -> Recorded:
    """Record a visit of `actor` at a customer he may visit.

    `raw`: the request (CONTRACT `POST /visits`). `draft`: what the checks block is kept as 待补 instead of refused.
    `render` gives status and answer to be stored under the idempotency key, in the same statement.
    Raises Refused (422, every failed check), NotFound, Forbidden, IdempotencyKeyReused, Stale.
    """
    values = parse_visit(raw)
    in_force = rules("visit", actor.version or None)
    try:
        with transaction.atomic():
            one_at_a_time(actor, values)
            return _judged(actor, values, in_force, origin, idempotency, render, draft=draft)
    except OnceTaken:
        assert idempotency is not None
        return Recorded(answer=replay(actor, idempotency))
    except Taken as taken:
        if taken.constraint != "sales_visit_client_key":
            raise
        visit_id = _by_client_key(actor, values.client_key)
        return Recorded(visit_id=visit_id, was_valid=_was_valid(visit_id))


def _judged(
    actor: Actor, values: VisitValues, in_force: Rules, origin: str,
    idempotency: Idempotency | None, render: Render | None, *, draft: bool,
) -> Recorded:  # fmt: skip
    seen = read_for_visit(actor, values, idempotency)
    if seen.answer is not None:
        return Recorded(answer=seen.answer)
    _require_references(actor, values, seen)
    if seen.completed is not None:
        return Recorded(visit_id=seen.completed, was_valid=_was_valid(seen.completed))
    verdict = judge_visit(values, seen, in_force, origin=origin)
    if refused := verdict.refused("refuse"):
        raise Refused(errors=_errors(refused))
    if blocked := verdict.refused("block"):
        if not draft:
            raise Refused(errors=_errors(blocked))
        return _kept(actor, values, seen, verdict, blocked, idempotency, render)
    return _written(actor, values, seen, verdict, origin, idempotency, render)


def _errors(findings: list[Finding]) -> list[FieldError]:
    return [FieldError(f.field, f.code, str(f.message)) for f in findings]


def _require_references(actor: Actor, values: VisitValues, seen: Seen) -> None:
    """Customer, contacts and files must be there and the actor's to use; the same words for both failures."""
    words = str(NotFound.message)
    errors: list[FieldError] = []
    customer = seen.customer
    try:
        if customer is None:
            raise NotFound
        require(actor, "read", "customer", owner_id=customer.owner_id, team_id=customer.team_id)
        require(actor, "create", "visit", owner_id=customer.owner_id, team_id=customer.team_id)
    except NotFound:
        errors.append(FieldError("customer", "not_found", words))
    people = "contact" if "contact" in values.raw else "contacts"
    errors += [FieldError(people, "not_found", words) for i in values.contact_ids if i not in seen.contacts]
    errors += [
        FieldError(f"photos.{n}", "not_found", words) for n, i in enumerate(values.photo_ids) if i not in seen.files
    ]
    errors += [
        FieldError(f"proofs.{n}.file", "not_found", words)
        for n, (_k, i) in enumerate(values.proofs)
        if i not in seen.files
    ]
    if errors:
        raise Refused(errors=errors)


def _kept(
    actor: Actor, values: VisitValues, seen: Seen, verdict: Verdict, blocked: list[Finding],
    idempotency: Idempotency | None, render: Render | None,
) -> Recorded:  # fmt: skip
    recorded = Recorded(draft_key=values.client_key, verdict=verdict, seen=seen, values=values, errors=tuple(blocked))
    key = save_draft(actor, values, seen.now, [f.as_dict() for f in blocked], idempotency, recorded, render)
    return Recorded(**{**recorded.__dict__, "draft_key": key})


def _written(
    actor: Actor, values: VisitValues, seen: Seen, verdict: Verdict, origin: str,
    idempotency: Idempotency | None, render: Render | None,
) -> Recorded:  # fmt: skip
    visit_id, _interaction_id, task_id = seen.ids
    rows = Rows()
    task = next_step_task(actor, values, seen, visit_id, task_id)
    if task is not None:
        rows.add("work_task", task)
    contact_id = people_rows(actor, values, seen, visit_id, rows)
    visit = visit_rows(actor, values, seen, verdict, origin, rows, task_id if task else None, contact_id)
    customer = seen.customer
    assert customer is not None
    occurred = visit["occurred_at"]
    rows.patch(
        "sales_customer",
        Patch(
            customer.id,
            set={"no_photo": "asked"} if values.no_photo_request and customer.no_photo == "none" else {},
            greatest={"last_visit_at": occurred, "last_valid_at": occurred if verdict.is_valid else None},
            guard={"owner_id": customer.owner_id},
            bump=False,
        ),
    )
    if seen.draft_id is not None:
        rows.patch("records_draft", Patch(seen.draft_id, set={"completed_id": visit_id}, bump=False, live=False))
    rows.add(
        "events_event",
        event_row(
            "visit.recorded", "visit", visit_id, actor, dedupe_key=f"visit.recorded:{visit_id}",
            payload={"customer": customer.id, "is_valid": verdict.is_valid},
        ),
    )  # fmt: skip
    recorded = Recorded(visit_id, "", verdict, visit, seen, values, task_id if task else None)
    if idempotency is not None and render is not None:
        rows.once = once_row(actor, idempotency, *render(recorded))
    apply(actor, rows, origin=origin)
    return recorded


def _by_client_key(actor: Actor, client_key: str) -> int:
    """The visit a rival recorded from the same form at the same time."""
    return Visit.objects.values_list("id", flat=True).get(author_id=actor.user_id, client_key=client_key)


def _was_valid(visit_id: int) -> bool:
    return Visit.objects.values_list("is_valid", flat=True).get(id=visit_id)


def judge_only(actor: Actor, raw: Mapping[str, Any], *, origin: str = "form") -> tuple[VisitValues, Seen, Verdict]:
    """What `record_visit` would say, without writing: for the form, while one types."""
    values = parse_visit(raw)
    seen = read_for_visit(actor, values, None)
    _require_references(actor, values, seen)
    return values, seen, judge_visit(values, seen, rules("visit", actor.version or None), origin=origin)
