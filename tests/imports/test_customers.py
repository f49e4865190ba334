"""Customers from files: what goes in, what is changed, what is held back, what comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from genjin.kernel.events.models import Event
from genjin.kernel.imports.importer import Counts
from genjin.kernel.imports.models import ImportRun, MergeProposal, Seen
from genjin.kernel.objects.description import descriptions
from genjin.kernel.objects.models import Field, ObjectType
from genjin.kernel.people.actor import bump_version
from genjin.kernel.records.models import SearchEntry
from genjin.kernel.records.search import entry_row, search
from genjin.kernel.records.write import read_row
from genjin.sales.models import Contact, Customer
from tests.factories import Cast, customer
from tests.imports.sheets import HEADERS, bring_in, counts, problems, write_csv, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

TITLES = [["恒拓自动化 客户导出"], [], list(HEADERS)]
USCC = "91320400MA1P9K2H3E"


def row(name: str, phone: object = "", **more: object) -> list[object]:
    """A row under HEADERS."""
    keys = ("class", "address", "owner", "created", "contact", "title", "contact_phone", "uscc")
    return [name, phone, *[more.get(key, "") for key in keys]]


def test_an_export_goes_in_with_its_contacts_history_events_and_search_entries(people: Cast, tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "客户.xlsx",
        [
            *TITLES,
            row("常州远驰新能源有限公司", 13800138000, **{"class": "A类"}, address="延政路1号", owner="王磊", created=date(2024, 3, 5),
                contact="张伟", title="采购经理", contact_phone="１３９００１３９０００"),
            row("无锡恒达机械有限公司", "0510-82345678转801", owner="colleague", created="2024年3月5日"),
            row("苏州博科电气有限公司", "", created="2024.3.5"),
        ],
        notes_first=True,
    )  # fmt: skip
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(created=3)
    first = Customer.objects.get(name="常州远驰新能源有限公司")
    assert (first.phone, first.customer_class, first.owner_id) == ("+8613800138000", "A", people.rep.user_id)
    assert first.team_id == people.team.id
    assert first.created_by_id == people.supervisor.user_id
    second = Customer.objects.get(name="无锡恒达机械有限公司")
    assert (second.phone, second.phone_ext, second.owner_id) == ("+8651082345678", "801", people.colleague.user_id)
    third = Customer.objects.get(name="苏州博科电气有限公司")
    assert third.owner_id == people.supervisor.user_id
    assert {c.assigned_at.isoformat() for c in (first, second, third) if c.assigned_at} == {"2024-03-04T16:00:00+00:00"}
    contact = Contact.objects.get(customer=first)
    assert (contact.name, contact.title, contact.phone, contact.owner_id) == (
        "张伟",
        "采购经理",
        "+8613900139000",
        people.rep.user_id,
    )
    assert Event.objects.filter(kind="customer.created").count() == 3
    assert Event.objects.filter(kind="contact.created", record_id=contact.id).count() == 1
    for key, record in (("customer", first.id), ("contact", contact.id)):
        entry = SearchEntry.objects.get(object_key=key, record_id=record)
        expected = entry_row(descriptions.get(key), record, read_row(key, record) or {})
        assert expected is not None
        assert {k: getattr(entry, k) for k in ("title", "body", "initials", "owner_id", "team_id")} == {
            k: expected[k] for k in ("title", "body", "initials", "owner_id", "team_id")
        }
        assert set(entry.grams) == set(expected["grams"])
    assert [hit.record_id for hit in search(people.supervisor, "远驰", objects=["customer"])] == [first.id]


def test_no_history_row_lacks_its_actor(people: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADERS, row("甲公司", "13800138000", contact="李工")])
    bring_in(people.supervisor, path)
    bring_in(
        people.supervisor,
        write_csv(tmp_path / "b.csv", [HEADERS, row("甲公司", "", address="新路1号", contact="王工")]),
    )
    with connection.cursor() as cursor:
        for table in ("sales_customer_history", "sales_contact_history"):
            cursor.execute(
                "select count(*), count(*) filter (where pgh_context ->> 'user' = %s"
                f" and pgh_context ->> 'origin' = 'import') from {table}",
                [str(people.supervisor.user_id)],
            )
            total, stamped = cursor.fetchone()
            assert total == stamped == 2


def test_the_same_file_twice_changes_nothing(people: Cast, tmp_path: Path) -> None:
    rows = [
        HEADERS,
        row("甲公司", "13800138000", contact="李工"),
        row("", "13800138001"),
        row("乙公司"),
        row("甲公司", "13911112222"),
    ]
    bring_in(people.supervisor, write_csv(tmp_path / "a.csv", rows))
    before = _everything()
    run = bring_in(people.supervisor, write_csv(tmp_path / "again.csv", rows, encoding="gb18030"))
    assert counts(run) == Counts(unchanged=2, failed=1, duplicates=1)
    assert _everything() == before


def test_the_same_rows_have_one_fingerprint_in_every_kind_of_file(people: Cast, tmp_path: Path) -> None:
    rows = [
        HEADERS,
        row("甲公司（常州）", "１３８００１３８０００", created="2024年3月5日"),
        row("乙公司", "13800138001", created="2024/3/6"),
    ]
    bring_in(people.supervisor, write_csv(tmp_path / "a.csv", rows))
    typed = [
        HEADERS,
        row("甲公司（常州）", 13800138000, created=date(2024, 3, 5)),
        row("乙公司", "138-0013-8001", created=date(2024, 3, 6)),
    ]
    for path in (
        write_xlsx(tmp_path / "b.xlsx", typed),
        write_csv(tmp_path / "c.csv", rows, encoding="utf-16"),
        write_csv(tmp_path / "d.csv", rows, encoding="gb18030", delimiter="\t"),
    ):
        assert counts(bring_in(people.supervisor, path)) == Counts(unchanged=2), path.name


def test_faulty_rows_come_back_with_row_column_and_code_and_the_rest_goes_in(people: Cast, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            *TITLES,
            row("好公司", "13800138000"),
            row("", "13800138001"),
            row("丢号公司", "1.38E+10"),
            row("无主公司", owner="查无此人"),
            row("坏日公司", created="2024-02-30"),
            row("明天公司", created="2099-01-01"),
            row("坏级公司", **{"class": "特级"}),
            row("坏码公司", uscc="91320400MA1P9K2H30"),
            row("坏号公司", "12345"),
            row("别组公司", owner="stranger"),
            [],
            ["", "", "", ""],
        ],
    )  # fmt: skip
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(created=1, failed=9)
    assert problems(run) == [
        (5, "客户名称", "name_required"),
        (6, "手机号码", "phone_digits_lost"),
        (7, "负责人", "owner_unknown"),
        (8, "创建日期", "date_impossible"),
        (9, "创建日期", "date_impossible"),
        (10, "客户级别", "invalid_choice"),
        (11, "统一社会信用代码", "uscc_invalid"),
        (12, "手机号码", "phone_invalid"),
        (13, "负责人", "owner_not_allowed"),
    ]
    assert list(Customer.objects.values_list("name", flat=True)) == ["好公司"]


def test_an_ambiguous_name_is_no_owner(people: Cast, tmp_path: Path) -> None:
    from tests.factories import person

    person("wanglei2", "rep", people.team, "王磊")
    run = bring_in(
        people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, row("甲", owner="王磊"), row("乙", owner="rep")])
    )
    assert problems(run) == [(2, "负责人", "owner_unknown")]
    assert "wanglei2" in run.errors.get().message  # type: ignore[attr-defined]


def test_changed_cells_update_and_blank_cells_change_nothing(people: Cast, tmp_path: Path) -> None:
    id_ = customer(people.rep, "常州远驰新能源有限公司", phone="13800138000", address="老路1号", industry="机械")
    path = write_csv(
        tmp_path / "a.csv",
        [
            HEADERS,
            row("常州远驰新能源有限公司", "13800138000", address="新路2号", owner="赵鹏", contact="张伟", title="厂长"),
        ],
    )
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(updated=1)
    after = Customer.objects.get(id=id_)
    assert (after.address, after.industry, after.owner_id, after.version) == (
        "新路2号",
        "机械",
        people.colleague.user_id,
        2,
    )
    assert Contact.objects.get(customer_id=id_).title == "厂长"
    event = Event.objects.get(kind="customer.updated", record_id=id_)
    assert set(event.payload["fields"]) >= {"address", "owner_id"}
    assert SearchEntry.objects.get(object_key="customer", record_id=id_).owner_id == people.colleague.user_id


@pytest.mark.parametrize(
    "spelling",
    [
        "常州远驰（中国）新能源有限公司",
        "常州远驰(中国)新能源 有限公司",
        "常州远驰（中国）新能源",
        "常州远驰(中国)新能源股份有限公司",
    ],
)
def test_one_name_in_other_spellings_is_one_customer(people: Cast, tmp_path: Path, spelling: str) -> None:
    id_ = customer(people.rep, "常州远驰(中国)新能源有限公司", phone="13800138000")
    run = bring_in(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, row(spelling, "", address="新路2号")]))
    assert counts(run) == Counts(updated=1)
    assert Customer.objects.get().id == id_


def test_contradictions_are_held_back_with_both_sides(people: Cast, tmp_path: Path) -> None:
    id_ = customer(people.rep, "常州远驰新能源有限公司", phone="13800138000", uscc=USCC)
    path = write_csv(
        tmp_path / "a.csv",
        [
            HEADERS,
            row("常州远驰新能源有限公司", "13911112222"),
            row("远驰动力", "13800138000"),
            row("远驰集团总部", uscc=USCC),
        ],
    )
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(duplicates=3)
    held = MergeProposal.objects.order_by("row")
    assert [(p.row, p.keys, p.candidates) for p in held] == [
        (2, ["name"], [str(id_)]),
        (3, ["phone"], [str(id_)]),
        (4, ["uscc"], [str(id_)]),
    ]
    assert held[0].incoming["phone"] == "+8613911112222"
    assert Customer.objects.count() == 1


def test_the_files_first_row_stands_and_later_rows_see_what_it_did(people: Cast, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            HEADERS,
            row("甲公司"),
            row("甲公司", "13800138000"),  # adds the phone
            row("甲公司", "13911112222"),  # contradicts the phone of row 3
            row("乙公司", "13800138000"),  # another name, the phone of row 3
            row("甲公司", "13800138000"),  # as row 3
            row("丙公司", contact="李工"),
            row("丙有限公司", contact="李工", title="工程师"),
        ],
    )
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(created=2, updated=2, unchanged=1, duplicates=2)
    assert sorted(Customer.objects.values_list("name", "phone")) == [("丙有限公司", None), ("甲公司", "+8613800138000")]
    assert Contact.objects.get().title == "工程师"


def test_two_of_one_name_are_told_apart_by_phone(people: Cast, tmp_path: Path) -> None:
    first = customer(people.rep, "远大公司", phone="13800138000")
    second = customer(people.rep, "远大公司", phone="13911112222")
    path = write_csv(
        tmp_path / "a.csv",
        [HEADERS, row("远大公司", "13911112222", address="新址"), row("远大公司", "", address="哪家")],
    )
    run = bring_in(people.supervisor, path)
    assert counts(run) == Counts(updated=1, duplicates=1)
    assert Customer.objects.get(id=second).address == "新址"
    assert Customer.objects.get(id=first).address == ""


def test_a_customer_out_of_reach_is_never_changed(people: Cast, tmp_path: Path) -> None:
    id_ = customer(people.stranger, "华南客户有限公司", phone="13800138000")
    run = bring_in(
        people.supervisor,
        write_csv(tmp_path / "a.csv", [HEADERS, row("华南客户有限公司", "13800138000", address="抢来的")]),
    )
    assert counts(run) == Counts(duplicates=1)
    assert Customer.objects.get(id=id_).address == ""
    proposal = MergeProposal.objects.get()
    assert proposal.owner_id == people.supervisor.user_id


def test_a_person_without_a_name_is_still_kept(people: Cast, tmp_path: Path) -> None:
    bring_in(
        people.supervisor,
        write_csv(tmp_path / "a.csv", [HEADERS, row("甲公司", contact_phone="13900139000", title="采购")]),
    )
    assert Contact.objects.get().name == "采购"


def test_texts_that_mean_something_to_copy_arrive_as_they_are(people: Cast, tmp_path: Path) -> None:
    address = 'C:\\新\\tmp\t\\N "引号" 𠮷 😀 \\. = 1'
    bring_in(people.supervisor, write_xlsx(tmp_path / "a.xlsx", [HEADERS, row("反斜杠\\N公司", address=address)]))
    found = Customer.objects.get()
    assert (found.name, found.address) == ("反斜杠\\N公司", address)


def test_rows_without_an_owner_go_to_the_one_named(people: Cast, tmp_path: Path) -> None:
    bring_in(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, row("甲公司")]), owner="王磊")
    assert Customer.objects.get().owner_id == people.rep.user_id


def _everything() -> dict[str, int]:
    found = {m.__name__: m.objects.count() for m in (Customer, Contact, Event, SearchEntry, MergeProposal, Seen)}
    with connection.cursor() as cursor:
        for table in ("sales_customer_history", "sales_contact_history"):
            cursor.execute(f"select count(*) from {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("select count(*) from pg_tables where schemaname = 'scratch'")
        assert cursor.fetchone()[0] == 0
    assert not ImportRun.objects.exclude(state="done").exists()
    return found


def test_fields_that_a_manager_added_are_recognised_by_their_labels(people: Cast, tmp_path: Path) -> None:
    kind = ObjectType.objects.get_or_create(key="customer")[0]
    added = {"is_required": False, "object_type": kind}
    Field.objects.create(
        key="x_lines", kind="number", labels={"zh-hans": "产线数量", "en": "Lines"}, slot="n1", **added
    )
    Field.objects.create(
        key="x_origin",
        kind="choice",
        labels={"zh-hans": "客户来源"},
        options=[{"key": "fair", "labels": {"zh-hans": "展会"}}],
        **added,
    )
    bump_version()
    headers = ["客户名称", "产线数量", "客户来源"]
    path = write_csv(tmp_path / "a.csv", [headers, ["甲公司", "12", "展会"], ["乙公司", "许多", ""]])
    run = bring_in(people.supervisor, path)
    assert problems(run) == [(3, "产线数量", "not_a_number")]
    found = Customer.objects.get()
    assert (found.custom, found.n1) == ({"x_lines": 12, "x_origin": "fair"}, 12)
    run = bring_in(people.supervisor, write_csv(tmp_path / "b.csv", [headers, ["甲公司", "15", ""]]))
    assert counts(run) == Counts(updated=1)
    found.refresh_from_db()
    assert (found.custom, found.n1) == ({"x_lines": 15, "x_origin": "fair"}, 15)
