"""Load episodes as the cases that steps are run for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.flows.definition import Definition
from genjin.kernel.flows.steps.contract import Case

_LOAD = """
select e.id, e.object_key, e.record_id, t.owner_id, t.team_id, coalesce(t.{title}, ''), e.reason, e.facts, t.{order},
  e.backlog, e.entered_at
from flows_episode e join {table} t on t.id = e.record_id
where e.id = any(%s::bigint[]) order by t.{order} desc nulls last, e.id
"""


def load_cases(definition: Definition, episode_ids: Sequence[int]) -> list[Case]:
    """The cases of these episodes, the most valuable first."""
    description = definition.description
    title = description.field(description.title_field)
    assert title is not None
    sql = _LOAD.format(table=description.table, title=title.db_column, order=definition.limits.order_column)
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(episode_ids)])
        return [_case(list(row)) for row in cursor.fetchall()]


def _case(values: list[Any]) -> Case:
    values[7] = orjson.loads(values[7])
    return Case(*values)
