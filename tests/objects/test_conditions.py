"""Conditions: the Python evaluator says what the SQL says, negation included, on values people really leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genjin.kernel.jobs import clock
from genjin.kernel.objects.conditions.compile import Asked, compile_sql
from genjin.kernel.objects.conditions.evaluate import matches
from genjin.kernel.objects.conditions.sentence import sentence
from genjin.kernel.objects.conditions.tree import ConditionInvalid, parse
from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.models import Field
from genjin.kernel.people.actor import SYSTEM, bump_version
from genjin.sales.models import Customer
from tests.factories import Cast, cast

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

TODAY = date(2026, 11, 23)
TEXTS = ["", "包装", "包装机械", "PLC", "plc", "50%", "a_b", '李\'s "线"']
DAYS = [TODAY + timedelta(days=n) for n in (-400, -61, -60, -14, -13, -1, 0, 1, 90)]
NUMBERS = [Decimal(n) for n in ("-1", "0", "0.5", "100", "99999.999999")]
CLASSES = ["A", "B", "C", "D"]

VALUES: dict[str, list[Any]] = {
    "industry": TEXTS[1:], "class": CLASSES, "value": NUMBERS, "line": ["pack", "weld"], "since": DAYS,
    "machines": NUMBERS, "note": TEXTS[1:],
}  # fmt: skip
OPERATORS: dict[str, list[str]] = {
    "text": ["is", "is_not", "contains", "in", "is_empty", "is_not_empty"],
    "choice": ["is", "is_not", "in", "is_empty", "is_not_empty"],
    "number": ["is", "is_not", "more", "less", "at_least", "at_most", "is_empty", "is_not_empty"],
    "date": ["is", "before", "after", "days_ago_at_least", "days_ago_at_most", "is_empty", "is_not_empty"],
}
KINDS = {
    "industry": "text", "class": "choice", "value": "number", "line": "choice", "since": "date", "machines": "number",
    "note": "text",
}  # fmt: skip


@st.composite
def leaf(draw: st.DrawFn) -> dict[str, Any]:
    key = draw(st.sampled_from(sorted(VALUES)))
    op = draw(st.sampled_from(OPERATORS[KINDS[key]]))
    value = st.sampled_from([_json(v) for v in VALUES[key]])
    if op.startswith("is_") and op.endswith("empty"):
        return {"field": key, "op": op}
    if op.startswith("days_ago"):
        return {"field": key, "op": op, "value": draw(st.integers(0, 70))}
    return {"field": key, "op": op, "value": draw(st.lists(value, min_size=1, max_size=3) if op == "in" else value)}


trees = st.recursive(
    leaf(),
    lambda part: st.one_of(
        st.builds(lambda p: {"not": p}, part),
        st.builds(lambda kind, ps: {kind: ps}, st.sampled_from(["all", "any"]), st.lists(part, max_size=3)),
    ),
    max_leaves=6,
)

#: Columns that are never null: an empty one is no value a form would hand over.
FILLED_ONLY: set[str] = set()

rows = st.fixed_dictionaries(
    {key: st.sampled_from(v) if key in FILLED_ONLY else st.none() | st.sampled_from(v) for key, v in VALUES.items()}
)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else float(value) if isinstance(value, Decimal) else value


@pytest.fixture
def people() -> Cast:
    people = cast()
    for position, (key, kind) in enumerate(
        (("line", "choice"), ("since", "date"), ("machines", "number"), ("note", "text"))
    ):
        options = [{"key": k, "labels": {"en": k}} for k in VALUES[key]] if kind == "choice" else []
        Field.objects.create(
            object_type_id="customer", key=key, kind=kind, labels={"en": key}, options=options, position=position
        )
    bump_version()
    return people


@contextmanager
def stored(people: Cast, row: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """A customer with these values, and the same as a form would hold them."""
    values = dict(row)
    custom = {key: _json(values[key]) for key in ("line", "since", "machines", "note") if values[key] is not None}
    found = Customer.objects.create(
        name="甲", name_key="甲", owner_id=people.rep.user_id, industry=values.get("industry") or "", customer_class=values["class"],
        value=values["value"], custom=custom,
    )  # fmt: skip
    try:
        yield found.id, values
    finally:
        Customer.objects.filter(id=found.id).delete()


def in_sql(raw: dict[str, Any], customer_id: int, asked: Asked) -> bool:
    description = descriptions.get("customer")
    sql = compile_sql(description, parse(description, raw), asked)
    with connection.cursor() as cursor:
        cursor.execute(f"select 1 from sales_customer t where t.id = %s and {sql.text}", [customer_id, *sql.params])
        return cursor.fetchone() is not None


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)  # fmt: skip
@given(tree=trees, row=rows)
def test_python_says_what_sql_says(people: Cast, tree: dict[str, Any], row: dict[str, Any]) -> None:
    asked = Asked(clock.end_of(TODAY), TODAY, SYSTEM)
    description = descriptions.get("customer")
    try:
        node = parse(description, tree)
    except ConditionInvalid:
        return  # too deep
    with stored(people, row) as (customer_id, values):
        assert matches(description, node, values, asked) == in_sql(tree, customer_id, asked)
        assert in_sql({"not": tree}, customer_id, asked) == (not in_sql(tree, customer_id, asked)) or deep(tree)
        assert sentence(description, node)


def deep(tree: dict[str, Any]) -> bool:
    """Whether one more level would be too many."""
    try:
        parse(descriptions.get("customer"), {"not": tree})
    except ConditionInvalid:
        return True
    return False


@pytest.mark.parametrize("whose", ["rep", "colleague", "supervisor"])
def test_people_are_asked_relative_to_the_reader(people: Cast, whose: str) -> None:
    reader = getattr(people, whose)
    asked = Asked(clock.end_of(TODAY), TODAY, reader)
    with stored(people, dict.fromkeys(VALUES)) as (customer_id, _values):
        Customer.objects.filter(id=customer_id).update(team_id=people.team.id)
        assert in_sql({"field": "owner", "op": "is_me"}, customer_id, asked) == (whose == "rep")
        assert in_sql({"field": "owner", "op": "in_my_team"}, customer_id, asked) == (whose == "supervisor")
        nobody = replace(asked, actor=None)
        assert not in_sql({"field": "owner", "op": "is_me"}, customer_id, nobody)


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {}, {"all": {}}, {"all": [], "any": []}, {"field": "name"}, {"field": "name", "op": "is"},
        {"field": "nothing", "op": "is", "value": 1}, {"field": "name; drop table", "op": "is", "value": "x"},
        {"field": "value", "op": "is", "value": "much"}, {"field": "since", "op": "before", "value": "2026-02-30"},
        {"field": "class", "op": "is", "value": "Z"}, {"field": "last_progress_on", "op": "days_ago_at_least", "value": -1},
        {"field": "last_progress_on", "op": "days_ago_at_least", "value": True}, {"field": "class", "op": "in", "value": []},
        {"not": {"not": {"not": {"not": {"not": {"field": "name", "op": "is_empty"}}}}}},
        {"all": [{"field": "name", "op": "is_empty"}] * 31}, {"field": "name", "op": "is", "value": "a\x00b"},
        {"field": "name", "op": "is", "value": "x", "extra": 1},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(people: Cast, raw: Any) -> None:
    with pytest.raises(ConditionInvalid):
        parse(descriptions.get("customer"), raw)


def test_a_dirty_value_never_fails_a_query(people: Cast) -> None:
    """An import of old data may leave text where a number is said to be."""
    asked = Asked(clock.end_of(TODAY), TODAY, SYSTEM)
    with stored(people, dict.fromkeys(VALUES)) as (customer_id, _values):
        Customer.objects.filter(id=customer_id).update(custom={"machines": "many", "since": 7, "line": ["pack"]})
        for raw in (
            {"field": "machines", "op": "more", "value": 1},
            {"field": "since", "op": "before", "value": "2026-01-01"},
        ):
            in_sql(raw, customer_id, asked)


def test_an_operand_of_the_database_is_no_matter_for_unsaved_forms(people: Cast) -> None:
    description = descriptions.get("customer")
    node = parse(description, {"field": "last_progress_on", "op": "days_ago_at_least", "value": 14})
    with pytest.raises(ConditionInvalid):
        matches(description, node, {}, Asked(clock.end_of(TODAY), TODAY, SYSTEM))
