"""The plan of a customer import: which lines are surely new, and which share a key with anything before them.

Set-based and before anything is written (facts/import-and-embedded.md §1). Lines that share a key are judged in their
batch against what stands in the database by then: the file's first row stands, and later rows see what it did.
"""

from __future__ import annotations

from django.db import connection

from genjin.kernel.imports.importer import Task

#: Lines of a relation `s(line, name_key, phone, uscc)` that share a key with a live customer.
HITS = """
select s.line from {source} join sales_customer c on c.name_key = s.name_key and c.deleted_at is null
union all
select s.line from {source} join sales_customer c on c.phone = s.phone and c.phone is not null and c.deleted_at is null
union all
select s.line from {source} join sales_customer c on c.uscc = s.uscc and c.uscc is not null and c.deleted_at is null
"""

_PLAN = """
create unlogged table {plan} as with
ok as materialized (
  select line, name_key, phone, uscc from {stage} where not known and problems is null),
first as (
  select line, least(min(line) over (partition by name_key),
    case when phone is not null then min(line) over (partition by phone) end,
    case when uscc is not null then min(line) over (partition by uscc) end) first from ok),
hit as (select distinct line from ({hits}) h)
select t.line,
  case when t.known then 'known' when t.problems is not null then 'error'
       when h.line is not null or f.first < t.line then 'check' else 'new' end::text as state,
  case when f.line is not null then nextval('record_id') end as rid,
  case when f.line is not null and t.contact_name is not null then nextval('record_id') end as crid
from {stage} t left join first f using (line) left join hit h using (line) order by t.line
"""


def make(task: Task) -> None:
    """Ids exist from here on, so that nothing has to be returned by the writes."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAN.format(plan=task.plan, stage=task.stage.table, hits=HITS.format(source="ok s")))
    task.scratch("decided", DECIDED).create()
    task.scratch("change", CHANGE).create()


#: What was decided on lines to check: `rid` the record they went into, `crid` the contact they add.
DECIDED = (("line", "integer"), ("state", "text"), ("rid", "bigint"), ("crid", "bigint"))
#: Changes of existing records, one row a record.
CHANGE = (
    ("object_key", "text"), ("id", "bigint"), ("set", "jsonb"), ("fields", "jsonb"), ("title", "text"), ("body", "text"),
    ("initials", "text"), ("grams", "text"),
)  # fmt: skip
