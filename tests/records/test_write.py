"""The write door for one record: shape, scope, versions, history, search, bin."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from genjin.kernel.errors import Forbidden, NotFound, Refused, StaleVersion
from genjin.kernel.events.models import Event
from genjin.kernel.objects.models import Field
from genjin.kernel.people.actor import bump_version
from genjin.kernel.records.search import search
from genjin.kernel.records.write import delete, restore, write
from genjin.sales.models import Contact, Customer
from tests.factories import Cast, cast, contact, customer, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def refused_fields(refused: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    return {e.field: e.code for e in refused.value.errors}


def test_create_fills_what_is_computed_and_says_so_in_an_event(people: Cast) -> None:
    number = customer(people.rep, "远驰（常州）新能源有限公司", phone="0519-8312 3456转802", **{"class": "A"})
    row = Customer.objects.get(id=number)
    assert (row.phone, row.phone_ext, row.customer_class) == ("+8651983123456", "802", "A")
    assert (row.owner_id, row.team_id, row.version) == (people.rep.user_id, people.team.id, 1)
    assert row.name_initials.startswith("yc")
    assert Event.objects.get(record_id=number).kind == "customer.created"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({}, "name", "name_required"),
        ({"name": "   "}, "name", "name_required"),
        ({"name": 7}, "name", "wrong_type"),
        ({"name": "a\x00b"}, "name", "invalid_characters"),
        ({"name": "a\ud800"}, "name", "invalid_characters"),
        ({"name": "长" * 201}, "name", "too_long"),
        ({"name": "好", "colour": "red"}, "colour", "unknown_field"),
        ({"name": "好", "last_valid_at": "2026-01-01"}, "last_valid_at", "read_only"),
        ({"name": "好", "class": "Z"}, "class", "invalid_choice"),
        ({"name": "好", "phone": "1.38E+10"}, "phone", "phone_digits_lost"),
        ({"name": "好", "phone": ["1"]}, "phone", "phone_invalid"),
        ({"name": "好", "owner": "nobody"}, "owner", "not_found"),
        ({"name": "好", "value": "1e400"}, "value", "out_of_range"),
        ({"name": "好", "assigned_at": "2026-02-30"}, "assigned_at", "invalid_date"),
        ({"name": "好", "custom": []}, "custom", "wrong_type"),
        ({"name": "好", "custom": {"x_none": 1}}, "custom.x_none", "unknown_field"),
    ],
)
def test_bad_input_is_refused_with_its_field(people: Cast, changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        write(people.rep, "customer", None, changes)
    assert refused_fields(refused) == {field: code}
    assert not Customer.objects.exists()


def test_added_fields_are_checked_and_kept(people: Cast) -> None:
    Field.objects.create(
        object_type_id="customer", key="x_line", kind="choice", labels={"zh-hans": "产线类型"},
        options=[{"key": "smt", "labels": {"zh-hans": "贴片"}}],
    )  # fmt: skip
    Field.objects.create(object_type_id="customer", key="x_head", kind="number", slot="n1")
    bump_version()
    number = customer(people.rep, custom={"x_line": "贴片", "x_head": "1,200"})
    row = Customer.objects.get(id=number)
    assert row.custom == {"x_line": "smt", "x_head": 1200}
    assert row.n1 == 1200
    write(people.rep, "customer", number, {"custom": {"x_line": None}})
    assert Customer.objects.get(id=number).custom == {"x_head": 1200}


def test_a_stale_version_is_refused_with_what_differs(people: Cast) -> None:
    number = customer(people.rep, address="常州")
    write(people.supervisor, "customer", number, {"address": "武进"}, expected_version=1)
    with pytest.raises(StaleVersion) as stale:
        write(people.rep, "customer", number, {"address": "新北", "industry": "电池"}, expected_version=1)
    assert [(e.field, e.message) for e in stale.value.errors] == [("address", "武进"), ("industry", "")]
    assert Customer.objects.get(id=number).address == "武进"


def test_a_change_that_changes_nothing_is_no_new_version(people: Cast) -> None:
    number = customer(people.rep, address="常州")
    assert write(people.rep, "customer", number, {"address": " 常州 "}).version == 1
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("who", "error"), [("stranger", NotFound), ("colleague", NotFound), ("engineer", NotFound)])
def test_strangers_cannot_tell_whether_it_is_there(people: Cast, who: str, error: type[Exception]) -> None:
    number = customer(people.rep)
    for target in (number, 999_999_999):
        with pytest.raises(error):
            write(getattr(people, who), "customer", target, {"address": "我的"})
    assert Customer.objects.get(id=number).address == ""


def test_only_leaders_give_customers_to_others(people: Cast) -> None:
    number = customer(people.rep)
    with pytest.raises(Forbidden):
        write(people.rep, "customer", number, {"owner": "colleague"})
    with pytest.raises(Forbidden):
        write(people.supervisor, "customer", number, {"owner": "stranger"})
    write(people.supervisor, "customer", number, {"owner": "colleague"})
    row = Customer.objects.get(id=number)
    assert row.owner_id == people.colleague.user_id


def test_a_contact_takes_its_customers_scope(people: Cast) -> None:
    number = contact(people.rep, customer(people.rep))
    row = Contact.objects.get(id=number)
    assert (row.owner_id, row.team_id) == (people.rep.user_id, people.team.id)
    with pytest.raises(Refused) as refused:
        contact(people.stranger, row.customer_id)
    assert refused_fields(refused) == {"customer": "not_found"}


@pytest.mark.parametrize("query", ["新能", "能源", "ycxny", "8312", "远驰 新能源"])
def test_search_finds_any_two_characters_initials_and_digits(people: Cast, query: str) -> None:
    number = customer(people.rep, "远驰新能源汽车有限公司", phone="0519-83123456")
    assert [hit.record_id for hit in search(people.rep, query, objects=["customer"])] == [number]
    assert [hit.record_id for hit in search(people.supervisor, query, objects=["customer"])] == [number]
    assert search(people.stranger, query, objects=["customer"]) == []


def test_a_new_name_is_found_and_the_old_one_is_not(people: Cast) -> None:
    number = customer(people.rep, "远驰新能源汽车")
    write(people.rep, "customer", number, {"name": "海晟电池"})
    assert search(people.rep, "新能源", objects=["customer"]) == []
    assert [hit.title for hit in search(people.rep, "海晟", objects=["customer"])] == ["海晟电池"]


def test_the_bin_takes_and_gives_back(people: Cast) -> None:
    number = customer(people.rep, "远驰新能源汽车")
    delete(people.supervisor, "customer", number)
    assert search(people.rep, "新能源", objects=["customer"]) == []
    with pytest.raises(NotFound):
        write(people.rep, "customer", number, {"address": "常州"})
    restore(people.supervisor, "customer", number)
    assert [hit.record_id for hit in search(people.rep, "新能源", objects=["customer"])] == [number]
    assert [e.kind for e in Event.objects.order_by("id")] == [
        "customer.created",
        "customer.deleted",
        "customer.restored",
    ]


@pytest.mark.sql
def test_every_history_row_says_who_and_from_where(people: Cast) -> None:
    number = customer(people.rep)
    write(people.supervisor, "customer", number, {"address": "常州"}, origin="form")
    with connection.cursor() as cursor:
        cursor.execute(
            "select pgh_label, pgh_context ->> 'user', pgh_context ->> 'origin' from sales_customer_history order by pgh_id"
        )
        assert cursor.fetchall() == [
            ("insert", str(people.rep.user_id), "api"),
            ("update", str(people.supervisor.user_id), "form"),
        ]
        cursor.execute("select relname from pg_class where oid in (select tableoid from sales_customer_history)")
        assert all(name.startswith("sales_customer_history_20") for (name,) in cursor.fetchall())


def test_actor_is_loaded_with_his_grants(people: Cast) -> None:
    assert fresh(people.rep).scope("customer", "read") == "own"
    assert fresh(people.supervisor).scope("customer", "read") == "team"
    assert fresh(people.engineer).scope("customer", "read") == "none"
