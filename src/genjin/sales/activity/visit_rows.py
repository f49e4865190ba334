"""The rows a visit is made of."""

from __future__ import annotations

from typing import Any

from django.db import connection

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.door import Row, Rows
from genjin.kernel.records.search import entry_row
from genjin.sales.activity.judge import Verdict, local_day
from genjin.sales.activity.seen import Seen
from genjin.sales.activity.values import VisitValues

#: A promise is due at the end of the working day.
DUE_HOUR = 18


def next_step_task(actor: Actor, values: VisitValues, seen: Seen, visit_id: int, task_id: int) -> Row | None:
    """The next key action as a task of the visit's author; None when there is no action or no day."""
    if not values.next_text or values.next_due_on is None:
        return None
    return {
        "id": task_id, "kind": "next_step", "title": values.next_text, "owner_id": actor.user_id, "team_id": actor.team_id,
        "object_key": "customer", "record_id": values.customer_id, "source_object": "visit", "source_id": visit_id,
        "due_on": values.next_due_on, "due_at": clock.at(values.next_due_on, DUE_HOUR), "created_by_id": actor.user_id,
        "created_at": seen.now, "dedupe_key": f"next_step:{visit_id}",
    }  # fmt: skip


def people_rows(actor: Actor, values: VisitValues, seen: Seen, visit_id: int, rows: Rows) -> int | None:
    """Contacts met, as links; people met for the first time become contacts. Returns the first contact's id."""
    from genjin.kernel.objects.description import descriptions

    met = list(values.contact_ids)
    customer = seen.customer
    assert customer is not None
    for person, contact_id in zip(values.new_people, _next_ids(len(values.new_people)), strict=True):
        columns: dict[str, Any] = {
            "id": contact_id, "customer_id": customer.id, "name": person.name, "title": person.title,
            "owner_id": customer.owner_id, "team_id": customer.team_id, "created_by_id": actor.user_id,
        }  # fmt: skip
        rows.add("sales_contact", columns)
        if (entry := entry_row(descriptions.get("contact"), contact_id, columns)) is not None:
            rows.add("records_searchentry", entry)
        met.append(contact_id)
    for contact_id in met:
        rows.add(
            "records_link",
            {
                "field": "contacts",
                "from_object": "visit",
                "from_id": visit_id,
                "to_object": "contact",
                "to_id": contact_id,
            },
        )
    return met[0] if met else None


def _next_ids(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select nextval('record_id') from generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def visit_rows(
    actor: Actor, values: VisitValues, seen: Seen, verdict: Verdict, origin: str, rows: Rows,
    task_id: int | None, contact_id: int | None,
) -> Row:  # fmt: skip
    """Add the visit, its interaction and its files; returns the visit's row."""
    visit_id, interaction_id, _task_id = seen.ids
    customer = seen.customer
    assert customer is not None
    occurred, day = values.occurred_at or seen.now, local_day(values, seen.now)
    point = values.check_in
    visit: Row = {
        "id": visit_id, "owner_id": customer.owner_id, "team_id": customer.team_id, "created_by_id": actor.user_id,
        "customer_id": customer.id, "author_id": actor.user_id, "contact_id": contact_id,
        "need_type": values.need_type, "text": values.text, "quotes": list(values.quotes),
        "next_text": values.next_text, "next_due_on": values.next_due_on, "next_task_id": task_id,
        "occurred_at": occurred, "recorded_at": seen.now, "local_day": day,
        "check_in_lat": point.lat if point else None, "check_in_lon": point.lon if point else None,
        "check_in_accuracy_m": point.accuracy_m if point else None, "check_in_crs": point.crs if point else "",
        "is_valid": verdict.is_valid, "findings": [f.as_dict() for f in verdict.findings],
        "rule_version": verdict.rule_version, "origin": origin, "client_key": values.client_key,
    }  # fmt: skip
    rows.add("sales_visit", visit)
    rows.add("sales_interaction", _interaction(actor, visit, verdict, interaction_id))
    for role, file_id in [*(("photo", i) for i in values.photo_ids), *values.proofs]:
        rows.add(
            "evidence_fileuse",
            {
                "file_id": file_id, "object_key": "visit", "record_id": visit_id, "role": role,
                "sha256": seen.files[file_id].sha256, "used_at": seen.now,
            },
        )  # fmt: skip
    return visit


def _interaction(actor: Actor, visit: Row, verdict: Verdict, interaction_id: int) -> Row:
    return {
        "id": interaction_id, "customer_id": visit["customer_id"], "source": "visit", "source_id": visit["id"],
        "side": "rep", "actor_id": actor.user_id, "owner_then_id": visit["owner_id"], "team_then_id": visit["team_id"],
        "occurred_at": visit["occurred_at"], "recorded_at": visit["recorded_at"], "local_day": visit["local_day"],
        "eff_chars": verdict.eff_chars, "novel_chars": verdict.novel_chars, "evidence_units": verdict.evidence_units,
        "need_type": visit["need_type"], "next_task_id": visit["next_task_id"], "next_due_on": visit["next_due_on"],
        "is_valid": verdict.is_valid, "reasons": verdict.reasons, "rule_version": verdict.rule_version,
        "body": verdict.body,
    }  # fmt: skip
