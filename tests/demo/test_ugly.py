"""The ugly exports: what they promise to hold, they hold."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from genjin.sales.demo.ugly import CUSTOMER_HEADER, Encoding, customer_sheet, follow_up_sheet, write_csv, write_xlsx

OWNERS = ("王磊", "孙倩", "赵鹏")


def test_the_same_seed_writes_the_same_sheet() -> None:
    assert customer_sheet(200, owners=OWNERS) == customer_sheet(200, owners=OWNERS)
    assert customer_sheet(200, owners=OWNERS).rows != customer_sheet(200, owners=OWNERS, seed=1).rows


def test_faults_repeats_and_contradictions_are_told_apart() -> None:
    sheet = customer_sheet(2000, owners=OWNERS)
    assert len(sheet.rows) == 2000
    assert set(sheet.faults.values()) == {"name_required", "phone_digits_lost", "owner_unknown", "date_impossible"}
    assert 20 < len(sheet.faults) < 70
    assert not set(sheet.faults) & (set(sheet.repeated) | set(sheet.held_back))
    assert sheet.held_back
    for index, first in {**sheet.repeated, **sheet.held_back}.items():
        assert first < index
        assert first not in sheet.faults


def test_telephones_and_dates_come_in_many_shapes() -> None:
    sheet = customer_sheet(500, owners=OWNERS)
    mobiles = [row[9] for row in sheet.rows if row[9] != ""]
    assert {type(value) for value in mobiles} == {int, float, str}
    days = [row[11] for row in sheet.rows if row[11] != ""]
    assert {type(value) for value in days} >= {date, str, int}
    assert any("年" in value for value in days if isinstance(value, str))
    assert any("." in value for value in days if isinstance(value, str))


def test_xlsx_has_instructions_first_and_titles_above_the_header(tmp_path: Path) -> None:
    path = write_xlsx(customer_sheet(60, owners=OWNERS), tmp_path / "客户.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "填写说明"
    assert [cell.value for cell in book["数据"][4]] == list(CUSTOMER_HEADER)
    assert book["数据"].max_row > 64


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_written_in_the_wanted_encoding(tmp_path: Path, encoding: Encoding) -> None:
    path = write_csv(customer_sheet(60, owners=OWNERS), tmp_path / "客户.csv", encoding=encoding)
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))
    assert tuple(lines[2]) == CUSTOMER_HEADER
    assert len(lines) == 3 + 60 + 6


def test_past_follow_ups_go_to_the_given_customers_and_authors() -> None:
    sheet = follow_up_sheet(400, customers=("甲厂", "乙厂"), authors=OWNERS)
    assert {row[1] for row in sheet.rows} == {"甲厂", "乙厂"}
    assert {row[2] for row in sheet.rows} == set(OWNERS)
    assert set(sheet.faults.values()) == {"date_impossible"}
