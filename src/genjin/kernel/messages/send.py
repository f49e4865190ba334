"""Tell people something inside the product, each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.people.actor import Actor


@dataclass(frozen=True)
class NewMessage:
    """What one person is to be told. `evidence`: `{label, text, on, record}` each, shown below the words."""

    recipient_id: int
    kind: str
    title: str
    body: str
    dedupe_key: str
    object_key: str = ""
    record_id: int | None = None
    evidence: tuple[dict[str, Any], ...] = ()


_COLUMNS = "recipient_id, sender_id, kind, title, body, object_key, record_id, evidence, dedupe_key"
_INSERT = f"""
with wanted as materialized (select * from jsonb_populate_recordset(null::messages_message, %s::jsonb)),
made as (
  insert into messages_message ({_COLUMNS}, created_at) select {_COLUMNS}, genjin_now() from wanted
  on conflict (dedupe_key) do nothing returning id, dedupe_key
)
select dedupe_key, id from made
union all
select m.dedupe_key, m.id from messages_message m where m.dedupe_key in (select dedupe_key from wanted)
"""  # noqa: S608 the columns are ours


def send(actor: Actor, messages: Sequence[NewMessage]) -> list[int]:
    """Send a batch; what was sent before under its dedupe key is not sent again. Returns an id for each, in order."""
    if not messages:
        return []
    rows = [
        asdict(m) | {"sender_id": actor.user_id, "title": m.title[:200], "evidence": list(m.evidence)} for m in messages
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [orjson.dumps(rows, default=str).decode()])
        by_key = dict(cursor.fetchall())
    return [by_key[m.dedupe_key] for m in messages]
