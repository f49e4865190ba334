"""What must hold of the rows after any crash: each a statement that finds the rows that break it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

#: Runs a statement with its parameters and returns the rows.
Ask = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]

#: `%(since)s`: ids up to it were there before; whatever the rig did came later.
BROKEN = {
    "a visit has one interaction": """
        select v.id from sales_visit v where v.id > %(since)s
        and (select count(*) from sales_interaction i where i.source = 'visit' and i.source_id = v.id) <> 1""",
    "an interaction of a visit has its visit": """
        select i.id from sales_interaction i where i.source = 'visit' and i.id > %(since)s
        and not exists (select 1 from sales_visit v where v.id = i.source_id and v.customer_id = i.customer_id)""",
    "a visit's next action is one task": """
        select v.id from sales_visit v where v.id > %(since)s and v.next_due_on is not null
        and (select array_agg(t.id) from work_task t where t.source_object = 'visit' and t.source_id = v.id)
          is distinct from array[v.next_task_id]""",
    "a task has its visit": """
        select t.id from work_task t where t.source_object = 'visit' and t.id > %(since)s
        and not exists (select 1 from sales_visit v where v.id = t.source_id)""",
    "a visit happened once": """
        select v.id from sales_visit v where v.id > %(since)s and (select count(*) from events_event e
          where e.kind = 'visit.recorded' and e.object_key = 'visit' and e.record_id = v.id) <> 1""",
    "an event of a visit has its visit": """
        select e.id from events_event e where e.kind = 'visit.recorded' and e.record_id > %(since)s
        and not exists (select 1 from sales_visit v where v.id = e.record_id)""",
    "a visit has its photo": """
        select v.id from sales_visit v where v.id > %(since)s and not exists (select 1 from evidence_fileuse u
          join evidence_file f on f.id = u.file_id and f.sha256 = u.sha256
          where u.object_key = 'visit' and u.record_id = v.id and u.role = 'photo')""",
    "a file in use is in use by a record": """
        select u.id from evidence_fileuse u where u.object_key = 'visit' and u.record_id > %(since)s
        and not exists (select 1 from sales_visit v where v.id = u.record_id)""",
    "a stored answer tells of a visit that is there": """
        select o.key from jobs_once o where o.route = 'POST /api/v1/visits' and o.status = 201
        and not exists (select 1 from sales_visit v where v.id = (o.answer ->> 'id')::bigint)""",
    "a visit's history says once that its author made it": """
        select v.id from sales_visit v where v.id > %(since)s and (select array_agg((h.pgh_context ->> 'user')::bigint)
          from sales_visit_history h where h.pgh_obj_id = v.id and h.pgh_label = 'insert')
          is distinct from array[v.author_id]""",
    "every history row has an actor": "".join(
        f"""
        {"union all" if n else ""} select '{table}', h.pgh_id from {table}_history h
        where h.pgh_created_at > %(began)s and (h.pgh_context ->> 'user') is null"""
        for n, table in enumerate(("sales_customer", "sales_contact", "sales_visit", "sales_pastfollowup"))
    ),
    "a customer's last dates are the newest of its interactions": """
        select c.id from sales_customer c left join lateral (
          select max(i.occurred_at) filter (where i.source = 'visit') at,
            max(i.occurred_at) filter (where i.is_valid) valid_at
          from sales_interaction i where i.customer_id = c.id and i.voided_at is null) i on true
        where c.last_visit_at is distinct from i.at or c.last_valid_at is distinct from i.valid_at""",
    "a customer is red once": """
        select record_id from flows_episode where left_at is null group by watch_id, record_id having count(*) > 1""",
    "an open episode shows one flag, a closed one none": """
        select e.id from flows_episode e where (e.left_at is null)
        <> (exists (select 1 from records_flag f where f.episode_id = e.id and f.left_at is null))""",
    "an open episode that is no backlog has one open task, a closed one none": """
        select e.id from flows_episode e where (select count(*) from work_task t where t.source_object = 'episode'
          and t.source_id = e.id and t.state in ('open', 'started'))
          <> (case when e.left_at is null and (not e.backlog or e.released_at is not null) then 1 else 0 end)""",
    "a customer with a valid visit since it turned red is red no more": """
        select e.id from flows_episode e where e.left_at is null and exists (select 1 from sales_interaction i
          where i.customer_id = e.record_id and i.is_valid and i.voided_at is null and i.occurred_at > e.entered_at)""",
}

#: What may stand for a moment, and must go by itself.
UNSETTLED = {
    "events are handed out": "select id from events_event where drained_at is null",
    "no job waits": "select id, task_name, status from procrastinate_jobs where status = 'todo' and scheduled_at is null",
    "no job is at work without a worker": """
        select j.id, j.task_name from procrastinate_jobs j where j.status = 'doing' and not exists (
          select 1 from procrastinate_workers w where w.id = j.worker_id
          and w.last_heartbeat > clock_timestamp() - interval '60 seconds')""",
}


def broken(ask: Ask, statements: dict[str, str], **parameters: Any) -> list[str]:
    """Each promise that some row breaks, with the first of those rows."""
    found = []
    for promise, statement in statements.items():
        if rows := ask(statement, parameters):
            found.append(f"not so: {promise}: {len(rows)} rows, e.g. {rows[:3]}")
    return found


def files_astray(ask: Ask, folder: Path) -> tuple[int, list[str]]:
    """How many files the database knows, and those whose bytes are not there as they were sent."""
    rows = ask("select storage_path, sha256, size_bytes from evidence_file", {})
    astray = []
    for path, sha256, size in rows:
        try:
            content = (folder / path).read_bytes()
        except OSError as error:
            astray.append(f"{path}: {error.strerror}")
            continue
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            astray.append(f"{path}: {len(content)} bytes that are others")
    return len(rows), astray
