"""The rows of follow-ups: visits with photos, older ones as history, promises as tasks, the newest gaps as 待补."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from genjin.kernel.jobs import clock
from genjin.kernel.work.assign_task import DUE_HOUR
from genjin.sales.demo import ledger
from genjin.sales.demo.people import Staff
from genjin.sales.demo.photographs import Kept
from genjin.sales.demo.verdicts import Judged
from genjin.sales.demo.world import COMPANY_ZONE, FollowUp, World
from genjin.sales.demo.writing import PHOTO_DAYS

#: Visits of these days that lack something are still open drafts; before that the reps gave up on them.
DRAFT_DAYS = 2
#: A promise that expired before a later contact counts as dropped after so many days.
_DROPPED_DAYS = 14
_KINDS = {"visit": "拜访", "call": "电话", "chat": "微信"}

_VISIT_COLUMNS = {
    "id": "bigint", "owner_id": "bigint", "team_id": "bigint", "created_by_id": "bigint", "created_at": "timestamptz",
    "updated_at": "timestamptz", "customer_id": "bigint", "author_id": "bigint", "contact_id": "bigint",
    "need_type": "text", "text": "text", "quotes": "jsonb", "next_text": "text", "next_due_on": "date",
    "next_task_id": "bigint", "occurred_at": "timestamptz", "recorded_at": "timestamptz", "local_day": "date",
    "check_in_lat": "numeric", "check_in_lon": "numeric", "check_in_accuracy_m": "integer", "check_in_crs": "text",
    "is_valid": "boolean", "findings": "jsonb", "rule_version": "integer", "origin": "text", "client_key": "text",
}  # fmt: skip
_PAST_COLUMNS = {
    "id": "bigint", "owner_id": "bigint", "team_id": "bigint", "created_by_id": "bigint", "created_at": "timestamptz",
    "updated_at": "timestamptz", "customer_id": "bigint", "author_id": "bigint", "author_name": "text", "kind": "text",
    "text": "text", "attachments": "text[]", "occurred_at": "timestamptz", "local_day": "date",
}  # fmt: skip


def is_draft(record: FollowUp, verdict: Judged, today: date) -> bool:
    """Whether it is still an unfinished form (待补) and no record yet."""
    return record.kind == "visit" and not verdict.is_valid and (today - record.occurred_at.date()).days < DRAFT_DAYS


class FollowUpRows:
    """Numbers every follow-up and its task, then writes them in sets."""

    def __init__(
        self,
        world: World,
        staff: Staff,
        customers: Mapping[int, int],
        contacts: Mapping[int, int],
        interactions: Mapping[int, int],
        verdicts: Mapping[int, Judged],
    ) -> None:
        self._world = world
        self._staff = staff
        self._customers = customers
        self._contacts = contacts
        self._interactions = interactions
        self._verdicts = verdicts
        self._names = {person.username: person.name for person in world.people}
        self._sources: dict[int, tuple[str, int]] = {}
        self._tasks: dict[int, int] = {}
        self._files: dict[int, int] = {}
        self._kept: dict[int, Kept] = {}

    def put(self, kept: dict[int, Kept]) -> None:
        """Write them all; `kept` are the stored photos by key."""
        self._kept = kept
        drafts = [
            record
            for record in self._world.follow_ups
            if is_draft(record, self._verdicts[record.key], self._world.today)
        ]
        unfinished = {record.key for record in drafts}
        records = [record for record in self._world.follow_ups if record.key not in unfinished]
        self._number(records)
        visits = [record for record in records if self._is_visit(record)]
        past = [record for record in records if not self._is_visit(record)]
        ledger.put_rows("evidence_file", self._file_rows())
        ledger.put_rows("work_task", self._task_rows(records))
        ledger.put_records("visit", _VISIT_COLUMNS, map(self._visit_row, visits))
        ledger.put_records("past_follow_up", _PAST_COLUMNS, map(self._past_row, past))
        ledger.put_rows("sales_interaction", map(self._interaction_row, records))
        ledger.put_rows("evidence_fileuse", self._use_rows(visits))
        ledger.put_rows("records_link", self._link_rows(visits))
        ledger.put_rows("records_draft", map(self._draft_row, drafts))

    # -- what becomes of a record ----------------------------------------------------------------------------------

    def _is_visit(self, record: FollowUp) -> bool:
        """Visits of the weeks that have photo files; what is older is history with names of attachments."""
        return record.kind == "visit" and self._age_days(record) < PHOTO_DAYS

    def _age_days(self, record: FollowUp) -> int:
        return (self._world.today - record.occurred_at.date()).days

    def _number(self, records: list[FollowUp]) -> None:
        promising = [record for record in records if record.next_step and record.next_step.due_on]
        for record, id in zip(records, ledger.take_ids(len(records)), strict=True):
            self._sources[record.key] = ("visit" if self._is_visit(record) else "history", id)
        self._tasks = dict(zip((r.key for r in promising), ledger.take_ids(len(promising)), strict=True))
        photos = self._world.photos
        self._files = dict(zip((photo.key for photo in photos), ledger.take_ids(len(photos)), strict=True))

    # -- rows ------------------------------------------------------------------------------------------------------

    def _scope(self, record: FollowUp) -> dict[str, Any]:
        author = self._staff.ids[record.author]
        return {
            "id": self._sources[record.key][1],
            "owner_id": author,
            "team_id": self._staff.teams[record.author],
            "created_by_id": author,
            "created_at": record.recorded_at,
            "updated_at": record.recorded_at,
            "customer_id": self._customers[record.customer],
            "author_id": author,
            "text": record.text,
            "occurred_at": record.occurred_at,
            "local_day": record.occurred_at.date(),
        }

    def _visit_row(self, record: FollowUp) -> dict[str, Any]:
        step, place, verdict = record.next_step, record.check_in, self._verdicts[record.key]
        return {
            **self._scope(record),
            "contact_id": self._contacts[record.contact] if record.contact else None,
            "need_type": record.need_type,
            "quotes": list(record.quotes),
            "next_text": step.text if step else "",
            "next_due_on": step.due_on if step else None,
            "next_task_id": self._tasks.get(record.key),
            "recorded_at": record.recorded_at,
            "check_in_lat": place.lat if place else None,
            "check_in_lon": place.lon if place else None,
            "check_in_accuracy_m": round(place.accuracy_m) if place else None,
            "check_in_crs": "wgs84" if place else "",
            "is_valid": verdict.is_valid,
            "findings": [finding.as_dict() for finding in verdict.findings],
            "rule_version": verdict.rule_version,
            "origin": ledger.ORIGIN,
            "client_key": "",
        }

    def _past_row(self, record: FollowUp) -> dict[str, Any]:
        return {
            **self._scope(record),
            "author_name": self._names[record.author],
            "kind": _KINDS[record.kind],
            "attachments": ledger.array(record.attachments),
        }

    def _interaction_row(self, record: FollowUp) -> dict[str, Any]:
        verdict, (source, source_id) = self._verdicts[record.key], self._sources[record.key]
        author = self._staff.ids[record.author]
        step = record.next_step
        return {
            "id": self._interactions[record.key],
            "customer_id": self._customers[record.customer],
            "source": source,
            "source_id": source_id,
            "side": "rep",
            "actor_id": author,
            "owner_then_id": author,
            "team_then_id": self._staff.teams[record.author],
            "occurred_at": record.occurred_at,
            "recorded_at": record.recorded_at,
            "local_day": record.occurred_at.date(),
            "eff_chars": verdict.eff_chars,
            "novel_chars": verdict.novel_chars,
            "evidence_units": verdict.evidence_units,
            "need_type": record.need_type,
            "next_task_id": self._tasks.get(record.key),
            "next_due_on": step.due_on if step else None,
            "is_valid": verdict.is_valid,
            "reasons": ledger.array(verdict.reasons),
            "rule_version": verdict.rule_version,
            "body": verdict.body,
        }

    def _task_rows(self, records: list[FollowUp]) -> Iterator[dict[str, Any]]:
        later_at = self._next_contacts(records)
        for record in records:
            task_id, step = self._tasks.get(record.key), record.next_step
            if task_id is None or step is None or step.due_on is None:
                continue
            source, source_id = self._sources[record.key]
            author = self._staff.ids[record.author]
            dropped_at = None if step.done_at else self._dropped_at(step.due_on, later_at.get(record.key))
            yield {
                "id": task_id,
                "kind": "next_step",
                "title": step.text,
                "owner_id": author,
                "team_id": self._staff.teams[record.author],
                "object_key": "customer",
                "record_id": self._customers[record.customer],
                "source_object": "visit" if source == "visit" else "past_follow_up",
                "source_id": source_id,
                "state": "done" if step.done_at else "cancelled" if dropped_at else "open",
                "due_on": step.due_on,
                "due_at": clock.at(step.due_on, DUE_HOUR),
                "created_by_id": author,
                "created_at": record.recorded_at,
                "started_at": step.done_at,
                "first_response_at": step.done_at,
                "completed_at": step.done_at,
                "cancelled_at": dropped_at,
                "dedupe_key": f"next_step:{source_id}",
            }

    def _dropped_at(self, due_on: date, later_at: datetime | None) -> datetime | None:
        if later_at is None or due_on >= self._world.today - timedelta(days=_DROPPED_DAYS):
            return None
        return max(later_at, datetime.combine(due_on + timedelta(days=1), datetime.min.time(), COMPANY_ZONE))

    def _next_contacts(self, records: list[FollowUp]) -> dict[int, datetime]:
        """By follow-up: when the customer was next contacted."""
        by_customer: dict[int, list[FollowUp]] = defaultdict(list)
        for record in records:
            by_customer[record.customer].append(record)
        return {
            earlier.key: later.occurred_at for contacts in by_customer.values() for earlier, later in pairwise(contacts)
        }

    def _file_rows(self) -> Iterator[dict[str, Any]]:
        authors = {photo: record.author for record in reversed(self._world.follow_ups) for photo in record.photos}
        for photo in self._world.photos:
            kept = self._kept[photo.key]
            media = kept.media
            yield {
                "id": self._files[photo.key],
                "name": photo.name,
                "sha256": kept.stored.sha256,
                "size_bytes": kept.stored.size_bytes,
                "media_type": media.media_type,
                "kind": media.kind,
                "width": media.width,
                "height": media.height,
                "captured_at": media.captured_at,
                "dhash": media.dhash,
                "findings": list(media.findings),
                "storage_path": kept.stored.path,
                "uploaded_by_id": self._staff.ids[authors[photo.key]],
                "created_at": photo.taken_at,
            }

    def _use_rows(self, visits: list[FollowUp]) -> Iterator[dict[str, Any]]:
        photos = {photo.key: photo for photo in self._world.photos}
        for record in visits:
            for key in record.photos:
                yield {
                    "file_id": self._files[key],
                    "object_key": "visit",
                    "record_id": self._sources[record.key][1],
                    "role": photos[key].proof or "photo",
                    "sha256": self._kept[key].stored.sha256,
                    "used_at": record.recorded_at,
                }

    def _link_rows(self, visits: list[FollowUp]) -> Iterator[dict[str, Any]]:
        for record in visits:
            if record.contact:
                yield {
                    "field": "contacts",
                    "from_object": "visit",
                    "from_id": self._sources[record.key][1],
                    "to_object": "contact",
                    "to_id": self._contacts[record.contact],
                }

    def _draft_row(self, record: FollowUp) -> dict[str, Any]:
        """A visit as its form left it, with what it still needs."""
        key = f"demo-{record.key}"
        return {
            "actor_id": self._staff.ids[record.author],
            "team_id": self._staff.teams[record.author],
            "object_key": "visit",
            "client_key": key,
            "subject_id": self._customers[record.customer],
            "values": self._form(record) | {"client_key": key},
            "errors": [
                {**finding.as_dict(), "mode": "block"}
                for finding in self._verdicts[record.key].findings
                if finding.code in self._verdicts[record.key].reasons
            ],
            "refused": 1,
            "local_day": record.occurred_at.date(),
            "created_at": record.recorded_at,
            "updated_at": record.recorded_at,
        }

    def _form(self, record: FollowUp) -> dict[str, Any]:
        step = record.next_step
        form: dict[str, Any] = {
            "customer": str(self._customers[record.customer]),
            "text": record.text,
            "photos": [str(self._files[key]) for key in record.photos],
            "occurred_at": record.occurred_at.isoformat(),
        }
        if record.need_type:
            form["need_type"] = record.need_type
        if record.contact:
            form["contact"] = str(self._contacts[record.contact])
        if step and step.due_on:
            form["next_step"] = {"text": step.text, "due_on": step.due_on.isoformat()}
        return form
