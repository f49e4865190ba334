"""Write a batch of past follow-ups: record and interaction, nothing else. No event, no task, no message."""

from __future__ import annotations

from django.db import connection

from genjin.kernel.imports.importer import Counts, Task
from genjin.kernel.records.write_many import Source, insert_many, update_many
from genjin.sales.customers.importing.novelty import verdicts

ORIGIN = "import"
SOURCE = "history"

_PLAN = """
create unlogged table {plan} as with
ok as materialized (
  select line, min(line) over (partition by fp) first from {stage} where not known and problems is null)
select t.line,
  case when t.known then 'known' when t.problems is not null then 'error' when f.first < t.line then 'same' else 'new'
  end::text as state,
  case when f.first = t.line then nextval('record_id') end as rid,
  case when f.first = t.line then nextval('record_id') end as iid
from {stage} t left join ok f using (line) order by t.line
"""

_INTERACTIONS = """
insert into sales_interaction (id, customer_id, source, source_id, side, actor_id, owner_then_id, team_then_id, occurred_at,
  recorded_at, local_day, eff_chars, novel_chars, evidence_units, is_valid, reasons, body)
select p.iid, s.customer_id, %s, p.rid, 'rep', s.author_id, coalesce(s.author_id, s.owner_id), s.team_id, s.occurred_at,
  s.occurred_at, s.local_day, s.eff_chars, v.novel_chars, 0, v.is_valid,
  case when v.reasons is null then '{{}}' else string_to_array(v.reasons, e'\\x1f') end, s.body
from {joined} join {verdict} v using (line) where {new} order by p.line
"""


def make_plan(task: Task) -> None:
    """Which lines are new; ids of record and interaction exist from here on."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAN.format(plan=task.plan, stage=task.stage.table))


def write(task: Task, low: int, high: int) -> Counts:
    """Lines low < line <= high, in the caller's transaction."""
    joined = f"{task.plan} p join {task.stage.table} s using (line)"
    new = "p.line > %s and p.line <= %s and p.state = 'new'"
    written = insert_many(
        task.actor, "past_follow_up", Source(joined, "p.rid", new, (low, high), "p.line"),
        {
            "customer_id": "s.customer_id", "owner_id": "s.owner_id", "team_id": "s.team_id", "author_id": "s.author_id",
            "author_name": "s.author_name", "kind": "coalesce(s.kind, '')", "text": "s.text",
            "attachments": "coalesce(string_to_array(s.attachments, e'\\x1f'), '{}')",
            "occurred_at": "s.occurred_at", "local_day": "s.local_day",
        },
        origin=ORIGIN, event="",
    )  # fmt: skip
    verdict = verdicts(task).table
    with connection.cursor() as cursor:
        cursor.execute(_INTERACTIONS.format(joined=joined, verdict=verdict, new=new), [SOURCE, low, high])
        cursor.execute(
            "insert into imports_seen (object_key, fingerprint, record_id)"
            f" select 'past_follow_up', decode(s.fp, 'hex'), p.rid from {joined} where {new} on conflict do nothing",
            [low, high],
        )
    latest = (
        f"(select s.customer_id id, max(s.occurred_at) at from {joined} join {verdict} v using (line)"
        f" where {new} and v.is_valid group by 1) l"
    )
    update_many(
        task.actor, "customer",
        Source(latest, "l.id", "c.last_valid_at is distinct from greatest(c.last_valid_at, l.at)", (low, high)),
        {"last_valid_at": "greatest(c.last_valid_at, l.at)"}, origin=ORIGIN, bump=False,
    )  # fmt: skip
    return _counts(task, low, high, written)


def _counts(task: Task, low: int, high: int, written: int) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) from {task.plan} where line > %s and line <= %s and state in ('known', 'same')",
            [low, high],
        )
        return Counts(created=written, unchanged=int(cursor.fetchone()[0]))
