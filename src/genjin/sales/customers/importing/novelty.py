"""The verdict on past follow-ups (facts/measures.md §1 c): is there enough in the text that earlier ones did not say?

Earlier ones are those about the same customer, of this file and of before, and word for word the author's own of 90 days.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from genjin.kernel.imports.importer import Task
from genjin.kernel.imports.stage import UNIT, Stage
from genjin.lib.text.novelty import NEAR_COPY, novel_chars

#: Valid from so many new effective characters on; a past follow-up has no evidence units, names prove nothing.
ENOUGH = 15
#: Compared with so many of the customer's latest earlier texts; bounds the work for a customer with thousands.
COMPARED = 60
_CUSTOMERS_AT_ONCE = 500

Row = tuple[int, int, datetime, int, str, bool]

# A text is the author's own again when his same words stand less than 90 days before.
_LINES = """
select s.line, s.customer_id, s.occurred_at, s.eff_chars, s.body,
  coalesce(s.occurred_at - lag(s.occurred_at) over (partition by coalesce(s.author_id::text, s.author_name), md5(s.body)
    order by s.occurred_at, s.line) <= interval '90 days', false) and s.body <> '' as said_before
from {stage} s join {plan} p using (line) where p.state = 'new' order by s.customer_id, s.occurred_at, s.line
"""
_BEFORE = """
select c.id, i.occurred_at, i.body from unnest(%s::bigint[]) c(id) cross join lateral (
  select occurred_at, body from sales_interaction where customer_id = c.id and voided_at is null and body <> ''
  order by occurred_at desc limit %s) i order by c.id, i.occurred_at
"""


def verdicts(task: Task) -> Stage:
    """Where the verdicts of a run stand, by line."""
    return task.scratch(
        "verdict", (("line", "integer"), ("novel_chars", "numeric"), ("is_valid", "boolean"), ("reasons", "text"))
    )


def judge(task: Task) -> None:
    """Judge every new line, in the order in which things happened at each customer."""
    stage = verdicts(task)
    stage.create()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_LINES.format(stage=task.stage.table, plan=task.plan))
        for rows in _by_customers(cursor):
            stage.copy_rows(_judged(rows, _before({row[1] for row in rows})))
    stage.index("line", unique=True)


def _by_customers(cursor: Any) -> Iterator[list[Row]]:
    """Rows in bundles of some hundred customers, no customer parted."""
    groups = (list(group) for _id, group in groupby(_rows(cursor), key=itemgetter(1)))
    while bundle := list(islice(groups, _CUSTOMERS_AT_ONCE)):
        yield [row for group in bundle for row in group]


def _rows(cursor: Any) -> Iterator[Row]:
    while rows := cursor.fetchmany(2000):
        yield from rows


def _before(customer_ids: Iterable[int]) -> dict[int, list[tuple[datetime, str]]]:
    found: dict[int, list[tuple[datetime, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [list(customer_ids), COMPARED])
        for customer_id, at, body in cursor.fetchall():
            found.setdefault(customer_id, []).append((at, body))
    return found


def _judged(rows: list[Row], before: dict[int, list[tuple[datetime, str]]]) -> Iterator[tuple[str | None, ...]]:
    for customer_id, group in groupby(rows, key=itemgetter(1)):
        waiting = deque(before.get(customer_id, ()))
        earlier: deque[tuple[str, frozenset[str]]] = deque(maxlen=COMPARED)
        for line, _id, at, eff, body, said_before in group:
            while waiting and waiting[0][0] < at:
                text = waiting.popleft()[1]
                earlier.append((text, _grams(text)))
            grams = _grams(body)
            copied = Fraction(1) if said_before else _containment(body, grams, earlier)
            earlier.append((body, grams))
            yield _verdict(line, eff, copied)


def _verdict(line: int, eff: int, copied: Fraction) -> tuple[str | None, ...]:
    novel = novel_chars(eff, copied)
    reasons = []
    if copied >= NEAR_COPY:
        reasons.append("text_copied")
    elif novel < ENOUGH:
        reasons.append("text_too_short")
    rounded = Decimal(novel.numerator) / Decimal(novel.denominator)
    return str(line), f"{rounded:.2f}", "f" if reasons else "t", UNIT.join(reasons) or None


def _containment(body: str, grams: frozenset[str], earlier: Iterable[tuple[str, frozenset[str]]]) -> Fraction:
    """The largest share of this text that stands in one earlier text."""
    best = 0
    for text, others in earlier:
        if text == body:
            return Fraction(1 if body else 0)
        if len(others) > best and len(grams) > best:
            best = max(best, len(grams & others))
    return Fraction(best, len(grams)) if grams else Fraction(0)


def _grams(said: str) -> frozenset[str]:
    return frozenset(map("".join, zip(said, said[1:], said[2:], strict=False)))
