"""Headers and cells as other systems write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from genjin.kernel.imports.cells import cell_text, reader_of
from genjin.kernel.imports.errors import CellRefused
from genjin.kernel.imports.headers import HeaderWords, shape_of
from genjin.kernel.imports.importer import ImportField, importers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("客户名称", "name"), ("*公司名称(必填)", "name"), ("Account Name", "name"), ("客户全称", "name"),
        ("手机号码1", "phone"), ("Tel.", "phone"), ("客户电话", "phone"), ("手机 / 电话", "phone"),
        ("统一社会信用代码/税号", "uscc"), ("Account Owner", "owner"), ("负责人（员工）", "owner"), ("客户所有人", "owner"),
        ("联系人姓名", "contact.name"), ("联系人1", "contact.name"), ("联系人手机", "contact.phone"), ("Job Title", "contact.title"),
        ("创建日期", "assigned_at"), ("Created Date", "assigned_at"), ("预计年采购额(万元)", "value"),
        ("最后跟进时间", None), ("客户编号", None), ("备注", None), ("", None), ("好" * 100, None),
    ],
)  # fmt: skip
def test_headers_of_customers(header: str, field: str | None) -> None:
    assert HeaderWords(importers.get("customer").fields()).field_of(header) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("关联客户", "customer"), ("跟进人", "author"), ("Created By", "author"), ("跟进时间", "occurred_at"),
        ("Activity Date", "occurred_at"), ("跟进内容", "text"), ("拜访小结", "text"), ("图片", "attachments"), ("下次跟进时间", None),
    ],
)  # fmt: skip
def test_headers_of_past_follow_ups(header: str, field: str | None) -> None:
    assert HeaderWords(importers.get("past_follow_up").fields()).field_of(header) == field


def test_of_two_columns_for_one_field_the_surer_stands() -> None:
    words = HeaderWords(importers.get("customer").fields())
    assert words.mapping(["客户手机号2", "手机号", "客户名称"]) == {1: "phone", 2: "name"}


def test_a_shape_is_its_headers_in_order() -> None:
    assert shape_of(["客户名称", "电话"]) == shape_of(["客户名称 ", "（电话）"])
    assert shape_of(["客户名称", "电话"]) != shape_of(["电话", "客户名称"])


def read(kind: str, cell: Any, header: str = "", **options: Any) -> str | None:
    field = ImportField("x", kind, "x", **options)
    return reader_of(field, header, now=NOW, date1904=False, owner=str)(cell)


CLASSES = (("A", "A"), ("B", "B"))


@pytest.mark.parametrize(
    ("kind", "cell", "options", "text"),
    [
        ("phone", 13800138000.0, {}, "+8613800138000"),
        ("phone", "0519-82345678转801", {}, "+8651982345678,801"),
        ("phone", "无", {}, None),
        ("phone", "-", {}, None),
        ("number", "¥1,200.50元", {}, "1200.5"),
        ("number", "３０万", {}, "300000"),
        ("number", 12.0, {}, "12"),
        ("choice", "A类客户", {"choices": CLASSES}, "A"),
        ("choice", "ｂ级", {"choices": CLASSES}, "B"),
        ("datetime", 45356.0, {}, "2024-03-05T00:00:00+08:00"),
        ("datetime", date(2024, 3, 5), {}, "2024-03-05T00:00:00+08:00"),
        ("datetime", "2024.3.5", {}, "2024-03-05T00:00:00+08:00"),
        ("date", "二〇二四年三月五日", {}, "2024-03-05"),
        ("text", 13800138000.0, {}, "13800138000"),
        ("text", "一\x07二", {}, "一二"),
        ("text", "无", {}, "无"),
    ],
)
def test_cells(kind: str, cell: Any, options: dict[str, Any], text: str | None) -> None:
    assert read(kind, cell, **options) == text


def test_a_header_says_in_what_its_numbers_are() -> None:
    assert read("number", "12", "预计年采购额（万元）") == "120000"
    assert read("number", "12万", "预计年采购额（万元）") == "120000"
    assert read("number", "12", "预计年采购额（元）") == "12"


@pytest.mark.parametrize(
    ("kind", "cell", "options", "code"),
    [
        ("phone", "1.38E+10", {}, "phone_digits_lost"),
        ("phone", "12", {}, "phone_invalid"),
        ("uscc", 9.13204e17, {}, "uscc_invalid"),
        ("number", "很多", {}, "not_a_number"),
        ("number", "9" * 30, {}, "out_of_range"),
        ("choice", "C", {"choices": CLASSES}, "invalid_choice"),
        ("date", "2024-02-30", {}, "date_impossible"),
        ("datetime", "1024-02-20", {}, "date_impossible"),
        ("datetime", "2099-02-20", {"tense": "past"}, "date_impossible"),
        ("text", "好" * 2001, {}, "too_long"),
    ],
)
def test_faulty_cells(kind: str, cell: Any, options: dict[str, Any], code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read(kind, cell, **options)
    assert refused.value.code == code


def test_cells_as_people_see_them() -> None:
    assert [cell_text(cell) for cell in (None, True, 1.0, 1.5, datetime(2024, 3, 5), date(2024, 3, 5))] == [
        "", "TRUE", "1", "1.5", "2024-03-05", "2024-03-05",
    ]  # fmt: skip
