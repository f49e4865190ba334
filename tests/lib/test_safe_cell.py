"""Exports: no text becomes a formula, numbers stay numbers, and our own import reads them back."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.safe_cell import safe_cell, without_guard, write_csv, write_xlsx
from genjin.lib.sheets import open_sheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1+cmd",
        "＠SUM",
        " =1",
        '"=1',
        "'=1",
        "\u200b=1",
        "+8613800138000",
        "=",
        "|cmd",
    ],
)
def test_what_could_be_a_formula_is_defused_and_comes_back(text: str) -> None:
    safe = safe_cell(text)
    assert safe == f"'{text}"
    assert without_guard(safe) == text


@pytest.mark.parametrize(
    "value", ["恒拓", "a=b", "-5", "-12.50", "-1,200", "-", "--", "", "'tis", 5, -5, 1.5, Decimal("-1.2"), None, True]
)
def test_all_else_stays(value: object) -> None:
    assert safe_cell(value) == value
    assert type(safe_cell(value)) is type(value)


@given(st.text(alphabet=st.characters(), max_size=30))
def test_no_text_starts_like_a_formula(text: str) -> None:
    safe = safe_cell(text)
    assert safe[:1] not in ("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert without_guard(safe) == safe_cell(text).removeprefix("'") or without_guard(safe) == safe
    safe.encode("utf-8")


ROWS = [
    [
        "=cmd",
        13800138000,
        -5,
        Decimal("1.50"),
        date(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        None,
        True,
    ],
    ["恒拓\x00\ud800", 1e300, float("nan"), "1.38E+10", date(1800, 1, 1), "x" * 40_000, "", False],
]
HEADER = ["名称", "电话", "额", "价", "日", "时", "空", "是"]


def test_a_workbook_keeps_numbers_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx(path, HEADER, iter(ROWS), sheet="错误[1]:") == 2
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == HEADER
    first, second = list(sheet[2]), list(sheet[3])
    assert [cell.value for cell in first] == [
        "'=cmd",
        13800138000,
        -5,
        1.5,
        datetime(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30),
        None,
        True,
    ]
    assert all(cell.data_type != "f" for cell in first + second)
    assert second[0].value == "恒拓"
    assert second[3].value == "1.38E+10"
    assert second[4].value == "1800-01-01"


def test_a_text_file_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, ["名称", "备注"], [["=1+1", "两\n行"], ["+8613800138000", 'a"b,c'], ["-5", None]]) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["'=1+1", "两\n行"]
    source = open_sheet(path, "a.csv", recognise={"名称", "备注"}.__contains__)
    assert [row for _number, row in source.rows()] == [["=1+1", "两\n行"], ["+8613800138000", 'a"b,c'], ["-5", ""]]
