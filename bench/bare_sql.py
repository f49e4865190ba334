"""The same work as SQL written by hand: prepared, typed, one commit per write. What the product's SQL is held against."""

from __future__ import annotations

import datetime as dt
from typing import Any

#: A visit: read what it is judged by, then write its rows. Two statements, one transaction.
VISIT = [
    """
    select c.owner_id, c.team_id, u.username, nextval('record_id') v, nextval('record_id') i, nextval('record_id') k,
      (select array_agg(x.body) from (
        (select i.body from sales_interaction i where i.actor_id = %s and i.recorded_at > now() - interval '90 days'
         order by i.recorded_at desc limit 600)
        union all
        (select i.body from sales_interaction i where i.customer_id = %s order by i.occurred_at desc limit 200)) x),
      (select f.sha256 from evidence_file f where f.id = %s),
      (select u.record_id from evidence_fileuse u join evidence_file f on f.sha256 = u.sha256 where f.id = %s limit 1)
    from sales_customer c join people_user u on u.id = c.owner_id where c.id = %s and c.deleted_at is null
    """,
    """
    with a as (insert into jobs_once (actor_id, key, route, body_hash, status, answer)
        values (%(u)s, %(key)s, 'bare', '\\x00', 201, '{}')),
      v as (insert into sales_visit (owner_id, created_by_id, customer_id, author_id, need_type, text, next_text, next_due_on,
          occurred_at, recorded_at, local_day, is_valid, origin, rule_version)
        values (%(u)s, %(u)s, %(c)s, %(u)s, %(need)s, %(text)s, %(step)s, %(due)s, now(), now(), current_date, true, 'api', 1)
        returning id),
      i as (insert into sales_interaction (customer_id, source, source_id, actor_id, owner_then_id, occurred_at, recorded_at,
          local_day, eff_chars, novel_chars, evidence_units, need_type, next_due_on, is_valid, rule_version, body)
        select %(c)s, 'visit', v.id, %(u)s, %(u)s, now(), now(), current_date, 60, 60, 1, %(need)s, %(due)s, true, 1, %(text)s
        from v),
      k as (insert into work_task (kind, title, owner_id, object_key, record_id, source_object, source_id, due_on, dedupe_key)
        select 'next_step', %(step)s, %(u)s, 'customer', %(c)s, 'visit', v.id, %(due)s, 'next_step:' || v.id from v),
      f as (insert into evidence_fileuse (file_id, object_key, record_id, role, sha256)
        select %(f)s, 'visit', v.id, 'photo', %(key)s from v),
      e as (insert into events_event (kind, object_key, record_id, shard, actor_id, dedupe_key, drained_at)
        select 'bare', 'visit', v.id, 0, %(u)s, 'bare:' || v.id, now() from v)
    update sales_customer set last_valid_at = greatest(last_valid_at, now()), last_visit_at = greatest(last_visit_at, now())
    where id = %(c)s
    """,
]


def visit_params(user: int, customer: int, visit: dict[str, Any], file: int, key: str) -> list[Any]:
    """Parameters of VISIT."""
    values = {
        "u": user, "c": customer, "need": visit["need_type"], "text": visit["text"], "step": visit["step"] or "回访",
        "due": visit["due"], "f": file, "key": key[:64],
    }  # fmt: skip
    return [(user, customer, file, file, customer), values]


#: What stands round every page: configuration's version, the session, the counts of the frame.
FRAME = [
    "select config_version, is_demo, now() from people_company",
    "select session_data from django_session where session_key = %s and expire_date > now()",
    """select (select count(*) from (select 1 from work_task where owner_id = %s and state in ('open', 'started') limit 1000) k),
       (select count(*) from (select 1 from messages_message where recipient_id = %s and read_at is null limit 1000) m)""",
]


def frame_params(user: int) -> list[Any]:
    """Parameters of FRAME."""
    return [(), ("none",), (user, user)]


#: The customer page: the customer, people, lamp, promises, counts, words, latest 20 of the timeline with their photos.
CUSTOMER_PAGE = [
    "select c.*, u.name from sales_customer c left join people_user u on u.id = c.owner_id where c.id = %s",
    "select * from sales_contact where customer_id = %s and deleted_at is null order by id",
    "select * from records_flag where object_key = 'customer' and record_id = %s and left_at is null",
    """select * from work_task where object_key = 'customer' and record_id = %s and state in ('open', 'started')
       order by due_at limit 20""",
    """select count(*), count(*) filter (where is_valid) from sales_interaction where customer_id = %s and source = 'visit'
       and local_day > current_date - 30""",
    """select v.*, u.name, (select array_agg(f.file_id) from evidence_fileuse f where f.object_key = 'visit' and f.record_id = v.id)
       from sales_visit v join people_user u on u.id = v.author_id where v.customer_id = %s and v.deleted_at is null
       order by v.occurred_at desc, v.id desc limit 20""",
    "select * from sales_pastfollowup where customer_id = %s and deleted_at is null order by occurred_at desc, id desc limit 20",
    """select quotes from sales_visit where customer_id = %s and deleted_at is null and quotes <> '[]'
       order by occurred_at desc, id desc limit 3""",
    """select d.client_key, d.errors from records_draft d where d.object_key = 'visit' and d.subject_id = %s
       and d.completed_id is null and d.discarded_at is null order by d.updated_at desc limit 3""",
    *FRAME,
]


def customer_params(customer: int, user: int) -> list[Any]:
    """Parameters of CUSTOMER_PAGE."""
    return [*[(customer,)] * (len(CUSTOMER_PAGE) - len(FRAME)), *frame_params(user)]


#: The list with what each row shows: lamp, last words, visits and valid ones of 30 days, next step.
CUSTOMER_LIST = [
    """
    select c.id, c.name, c.customer_class, c.last_valid_at, u.name, n.visits, n.valid, k.title, k.due_on, f.reason, q.quotes,
      p.local_day
    from (select * from sales_customer t where t.owner_id = %s and t.deleted_at is null and t.silent_since < %s
          order by t.silent_since, t.id limit 51) c
    join people_user u on u.id = c.owner_id
    left join lateral (select count(*) visits, count(*) filter (where i.is_valid) valid from sales_interaction i
       where i.customer_id = c.id and i.source = 'visit' and i.local_day > current_date - 30) n on true
    left join lateral (select k.title, k.due_on from work_task k where k.object_key = 'customer' and k.record_id = c.id
       and k.state in ('open', 'started') and k.kind = 'next_step' order by k.id desc limit 1) k on true
    left join lateral (select v.quotes from sales_visit v where v.customer_id = c.id and v.deleted_at is null
       and v.quotes <> '[]' order by v.occurred_at desc, v.id desc limit 1) q on true
    left join lateral (select i.local_day from sales_interaction i where i.customer_id = c.id and i.is_valid
       and i.voided_at is null order by i.occurred_at desc limit 1) p on true
    left join records_flag f on f.key = 'silent' and f.record_id = c.id and f.object_key = 'customer' and f.left_at is null
    order by c.silent_since, c.id
    """,
    """select count(*) from (select 1 from sales_customer t where t.owner_id = %s and t.deleted_at is null
       and t.silent_since < %s limit 1001) x""",
    "select id, name, definition from records_savedview where owner_id = %s and object_key = 'customer' order by name",
    *FRAME,
]


def list_params(user: int) -> list[Any]:
    """Parameters of CUSTOMER_LIST: not touched for 14 days."""
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=14)
    return [(user, since), (user, since), (user,), *frame_params(user)]


SEARCH = [
    *FRAME[:2],
    """select s.record_id, s.title from records_searchentry s where s.object_key = 'customer' and s.grams @> array[%s]
       and s.owner_id = %s order by length(s.title), s.record_id limit 8""",
    """select s.record_id, s.title from records_searchentry s where s.object_key = 'contact' and s.grams @> array[%s]
       and s.owner_id = %s order by length(s.title), s.record_id limit 8""",
]


def search_params(words: str, user: int) -> list[Any]:
    """Parameters of SEARCH."""
    return [*frame_params(user)[:2], (words, user), (words, user)]


#: Matches FULL JOIN open episodes, written by hand (measures.md §2.7).
WATCH = """
with p as (select now() as at, (now() at time zone 'Asia/Shanghai')::date as today),
 m as materialized (
  select c.id from p cross join sales_customer c
  left join lateral (select i.local_day from sales_interaction i where i.customer_id = c.id and i.is_valid and i.voided_at is null
     and i.occurred_at < p.at order by i.occurred_at desc limit 1) g on true
  left join lateral (select i.next_task_id, i.next_due_on from sales_interaction i where i.customer_id = c.id
     and i.voided_at is null and i.side = 'rep' and i.occurred_at < p.at order by i.occurred_at desc, i.id desc limit 1) l on true
  where c.deleted_at is null and c.owner_id is not null and c.status = 'active'
   and coalesce(g.local_day, (coalesce(c.assigned_at, c.created_at) at time zone 'Asia/Shanghai')::date) <= p.today - 14
   and (l.next_due_on is null or l.next_due_on < p.today or not exists (
     select 1 from work_task k where k.id = l.next_task_id and k.completed_at is null and k.cancelled_at is null)))
select m.id, e.record_id from m full join (select record_id from flows_episode where watch_id = 'silent_customer' and left_at is null) e
 on e.record_id = m.id where m.id is null or e.record_id is null
"""
