"""The one read before a visit is judged: customer, files, earlier texts, clock, ids, idempotency, in one round trip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from genjin.kernel.errors import Stale
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.once import Idempotency, StoredAnswer, stored_answer
from genjin.sales.activity.subject import EarlierText, SeenFile
from genjin.sales.activity.values import VisitValues

#: measures.md §1: the rep's records of this many days, and all of the customer's; bounded so that one submit stays cheap.
REP_DAYS = 90
REP_TEXTS = 600
CUSTOMER_TEXTS = 200


@dataclass(frozen=True)
class SeenCustomer:
    """The customer as he stands."""

    id: int
    name: str
    owner_id: int | None
    team_id: int | None
    owner: str | None
    no_photo: str


@dataclass(frozen=True)
class Seen:
    """Everything `judge` and `record_visit` need besides the values."""

    now: datetime
    ids: tuple[int, int, int]
    customer: SeenCustomer | None
    contacts: dict[int, str]
    files: dict[int, SeenFile]
    earlier: list[EarlierText]
    draft_id: int | None
    completed: int | None
    answer: StoredAnswer | None


_READ = """
select (select config_version from people_company), genjin_now(),
  nextval('record_id'), nextval('record_id'), nextval('record_id'),
  (select jsonb_build_array(c.id, c.name, c.owner_id, c.team_id, u.username, c.no_photo)
   from sales_customer c left join people_user u on u.id = c.owner_id where c.id = %(customer)s and c.deleted_at is null),
  (select jsonb_object_agg(k.id, k.name) from sales_contact k
   where k.id = any(%(contacts)s) and k.customer_id = %(customer)s and k.deleted_at is null),
  (select jsonb_agg(jsonb_build_array(f.id, f.kind, f.width, f.height, f.captured_at, f.sha256, u.used_on, u.record_id))
   from evidence_file f left join lateral (
     select (u.used_at at time zone 'Asia/Shanghai')::date used_on, u.record_id from evidence_fileuse u
     where u.sha256 = f.sha256 and u.object_key = 'visit' order by u.id limit 1) u on true
   where f.id = any(%(files)s) and f.uploaded_by_id = %(actor)s),
  (select jsonb_agg(jsonb_build_array(x.id, x.local_day, x.body)) from (
     (select i.id, i.local_day, i.body from sales_interaction i
      where i.actor_id = %(actor)s and i.recorded_at > genjin_now() - make_interval(days => %(rep_days)s::int) and i.voided_at is null
      order by i.recorded_at desc limit %(rep_texts)s)
     union
     (select i.id, i.local_day, i.body from sales_interaction i
      where i.customer_id = %(customer)s and i.voided_at is null order by i.occurred_at desc limit %(customer_texts)s)) x
   where x.body <> ''),
  (select jsonb_build_array(d.id, d.completed_id) from records_draft d
   where d.actor_id = %(actor)s and d.object_key = 'visit' and d.client_key = %(client_key)s and d.discarded_at is null),
  (select v.id from sales_visit v where v.author_id = %(actor)s and v.client_key = %(client_key)s and v.client_key <> ''),
  (select jsonb_build_array(o.route, encode(o.body_hash, 'hex'), o.status, o.answer) from jobs_once o
   where o.actor_id = %(actor)s and o.key = %(once)s and o.created_at > now() - interval '30 days')
"""


#: Author, then customer, then the photos' bytes: always in this order, so that two never wait for each other.
_LOCK = """
select pg_advisory_xact_lock(l.k) from (
  select 1 o, %s::bigint k union all select 2, -coalesce(%s::bigint, 0)
  union all select distinct 3, hashtextextended(f.sha256, 0) from evidence_file f where f.id = any(%s)
  order by 1, 2) l
"""


def one_at_a_time(actor: Actor, values: VisitValues) -> None:
    """Until the transaction ends, no other visit of this author, to this customer or with these photos is judged.

    Without it eight at once see none of each other: one photo would prove all eight. Its own statement, because what is
    read afterwards must be newer than the wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [actor.user_id, values.customer_id, list(values.photo_ids)])


def read_for_visit(actor: Actor, values: VisitValues, idempotency: Idempotency | None) -> Seen:
    """Read it all. Raises Stale when the actor is."""
    with connection.cursor() as cursor:
        cursor.execute(
            _READ,
            {
                "customer": values.customer_id,
                "contacts": list(values.contact_ids),
                "files": [*values.photo_ids, *(file_id for _kind, file_id in values.proofs)],
                "actor": actor.user_id,
                "rep_days": REP_DAYS,
                "rep_texts": REP_TEXTS,
                "customer_texts": CUSTOMER_TEXTS,
                "client_key": values.client_key,
                "once": idempotency.key if idempotency else None,
            },
        )
        row = cursor.fetchone()
    if row[0] != actor.version and not actor.is_system:
        raise Stale
    return _seen(row, idempotency)


def _seen(row: tuple[Any, ...], idempotency: Idempotency | None) -> Seen:
    customer, contacts, files, texts, draft, visit_id, once = (_json(value) for value in row[5:])
    answer = None
    if once is not None and idempotency is not None:
        answer = stored_answer(idempotency, (once[0], bytes.fromhex(once[1]), once[2], once[3]))
    return Seen(
        now=row[1],
        ids=(row[2], row[3], row[4]),
        customer=SeenCustomer(*customer) if customer else None,
        contacts={int(key): name for key, name in (contacts or {}).items()},
        files={f[0]: _file(f) for f in files or ()},
        earlier=[EarlierText(t[0], date.fromisoformat(t[1]), t[2]) for t in texts or ()],
        draft_id=draft[0] if draft else None,
        completed=visit_id or (draft[1] if draft else None),
        answer=answer,
    )


def _file(f: list[Any]) -> SeenFile:
    return SeenFile(
        id=f[0], kind=f[1], width=f[2], height=f[3], sha256=f[5],
        captured_at=datetime.fromisoformat(f[4]) if f[4] else None,
        used_on=date.fromisoformat(f[6]) if f[6] else None, used_record=f[7],
    )  # fmt: skip


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
