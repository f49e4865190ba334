"""Headers of two rows whose upper one is a group over several columns."""

from __future__ import annotations

import csv
from pathlib import Path

from genjin.lib.sheets import open_sheet

WORDS = {
    "客户名称",
    "客户电话",
    "电话",
    "名称",
    "姓名",
    "手机",
    "联系人姓名",
    "联系人手机",
    "负责人",
    "统一社会信用代码",
}


def headers(tmp_path: Path, *rows: list[str]) -> list[str]:
    path = tmp_path / "客户.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return open_sheet(path, path.name, recognise=WORDS.__contains__).headers


def test_a_groups_word_stands_before_what_it_makes_clear(tmp_path: Path) -> None:
    found = headers(
        tmp_path,
        ["客户", "", "", "联系人", "", "归属"],
        ["名称", "电话", "统一社会信用代码", "姓名", "手机", "负责人"],
        ["头一公司", "13611110001", "", "张总", "13611110002", "rep"],
    )
    assert found == ["客户名称", "客户电话", "统一社会信用代码", "联系人姓名", "联系人手机", "负责人"]


def test_titles_and_values_are_no_group(tmp_path: Path) -> None:
    found = headers(
        tmp_path, ["客户导出表", "", "2026-11"], ["客户名称", "电话", "负责人"], ["头一公司", "13611110001", "rep"]
    )
    assert found == ["客户名称", "电话", "负责人"]
