"""Spreadsheets of the shapes other systems write."""

from __future__ import annotations

import contextlib
import io
import resource
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genjin.lib.sheets import SheetRefused, SheetSource, open_sheet
from tests.lib import files

HEADER = ["客户名称", "联系人", "电话", "地址", "负责人"]
ROW = ["常州恒拓自动化有限公司", "张总", 13800138000, "江苏省常州市", "rep"]
KNOWN = {*HEADER, "Name", "Phone", "姓名", "创建日期"}


def _open(path: Path, **how: Any) -> SheetSource:
    return open_sheet(path, path.name, recognise=KNOWN.__contains__, **how)


def _workbook(path: Path, sheets: dict[str, list[list[Any]]], **options: Any) -> Path:
    with xlsxwriter.Workbook(str(path), options) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def _text(path: Path, rows: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> Path:
    path.write_bytes(end.join(delimiter.join(map(str, row)) for row in rows).encode(encoding))
    return path


def _refusal(path: Path) -> str:
    with pytest.raises(SheetRefused) as refused:
        list(_open(path).rows())
    assert str(refused.value.message)
    return refused.value.code


def test_titles_above_and_instructions_in_front_are_passed_over(tmp_path: Path) -> None:
    notes = [["填写说明"], ["1. 客户名称必填"], ["2. 电话请用文本格式"], *[["…"]] * 50]
    table = [["客户导出"], ["导出时间:", "2026-11-23"], [], HEADER, ROW, ROW]
    source = _open(_workbook(tmp_path / "a.xlsx", {"说明": notes, "数据": table, "空": []}))
    assert (source.sheets, source.best_sheet, source.header_row) == (["说明", "数据", "空"], "数据", 4)
    assert source.headers == HEADER
    assert source.recognised == 5
    assert list(source.rows()) == [(5, ROW), (6, ROW)]
    assert source.preview(1) == [(5, ROW)]
    assert list(source.rows()) == list(source.rows())


def test_a_sheet_and_a_header_row_may_be_given(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", {"一": [HEADER, ROW], "二": [["甲", "乙"], ["丙", "丁"], [1, 2]]})
    source = _open(path, sheet="二", header_row=2)
    assert (source.headers, list(source.rows())) == (["丙", "丁"], [(3, [1.0, 2.0])])
    with pytest.raises(SheetRefused) as refused:
        _open(path, sheet="三")
    assert refused.value.code == "no_such_sheet"


def test_blank_tails_gaps_and_blank_columns(tmp_path: Path) -> None:
    rows = [["", *HEADER, "", ""], ["", *ROW], [], ["", "", "", ""], ["", *ROW[:2]], *[[" "] * 3] * 200]
    source = _open(_text(tmp_path / "a.csv", rows))
    assert source.headers == ["", *HEADER]
    assert [number for number, _row in source.rows()] == [2, 5]
    assert source.preview()[1] == (5, ["", ROW[0], ROW[1], "", "", ""])


def test_a_table_that_begins_in_the_middle_keeps_its_row_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, cells in ((5, HEADER), (6, ROW), (9, ROW)):
        for at, value in enumerate(cells):
            sheet.cell(row, at + 3, value)
    sheet.sheet_properties.tabColor = "FF0000"
    book.save(tmp_path / "a.xlsx")
    source = _open(tmp_path / "a.xlsx")
    assert source.header_row == 5
    assert [(number, row[0]) for number, row in source.rows()] == [(6, ROW[0]), (9, ROW[0])]


def test_a_header_of_two_merged_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:D1", "客户一览")
        sheet.merge_range("A2:A3", "客户名称")
        sheet.merge_range("B2:C2", "主要联系人")
        sheet.merge_range("D2:D3", "地址")
        sheet.write_row(2, 1, ["姓名", "电话"])
        sheet.write_row(3, 0, ["恒拓", "张三", "13800138000", "常州"])
    source = _open(path)
    assert (source.header_row, source.headers) == (3, ["客户名称", "姓名", "电话", "地址"])
    assert list(source.rows()) == [(4, ["恒拓", "张三", "13800138000", "常州"])]


def test_headers_repeated_on_every_page_are_no_rows(tmp_path: Path) -> None:
    source = _open(_text(tmp_path / "a.csv", [HEADER, ROW, HEADER, ROW]))
    assert [number for number, _row in source.rows()] == [2, 4]


def test_hidden_sheets_are_not_chosen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    shown.append(HEADER[:2])
    shown.append(ROW[:2])
    hidden = book.create_sheet("字典")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert _open(tmp_path / "a.xlsx").best_sheet == "Sheet"


def test_dates_times_and_both_calendars(tmp_path: Path) -> None:
    for calendar in (False, True):
        path = tmp_path / f"{calendar}.xlsx"
        with xlsxwriter.Workbook(str(path), {"date_1904": calendar}) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write_row(0, 0, ["客户名称", "创建日期"])
            sheet.write(1, 0, "恒拓")
            sheet.write_datetime(
                1, 1, datetime(2024, 3, 5, 14, 30), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            )
            sheet.write(2, 0, "远驰")
            sheet.write_datetime(2, 1, datetime(2024, 3, 5), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        source = _open(path)
        assert source.date1904 is calendar
        assert [row[1] for _number, row in source.rows()] == [datetime(2024, 3, 5, 14, 30), date(2024, 3, 5)]


def test_an_old_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    notes, sheet = book.add_sheet("说明"), book.add_sheet("客户")
    notes.write(0, 0, "请填写")
    for row, cells in enumerate([["标题"], HEADER, ROW]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    book.save(str(tmp_path / "a.xls"))
    source = _open(tmp_path / "a.xls")
    assert (source.best_sheet, source.header_row) == ("客户", 2)
    assert list(source.rows()) == [(3, ROW)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_delimiters_and_line_ends(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    source = _open(_text(tmp_path / "a.csv", [["客户导出"], HEADER, ROW, ROW], encoding, delimiter, end))
    assert (source.headers, source.header_row, source.delimiter) == (HEADER, 2, delimiter)
    assert list(source.rows()) == [(at, [str(value) for value in ROW]) for at in (3, 4)]


def test_one_chinese_sign_late_in_the_file_decides_its_encoding(tmp_path: Path) -> None:
    plain = [["Name", "Phone"], *[["abc", "13800138000"]] * 50_000]
    for encoding in ("gb18030", "utf-8"):
        source = _open(_text(tmp_path / "a.csv", [*plain, ["恒拓", "1"]], encoding))
        assert source.encoding == encoding
        assert list(source.rows())[-1][1][0] == "恒拓"


def test_tab_separated_text_that_calls_itself_xls(tmp_path: Path) -> None:
    assert _open(_text(tmp_path / "a.xls", [HEADER, ROW], "gb18030", "\t")).headers == HEADER


def test_a_declared_separator_is_obeyed_and_counted_as_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\nName|Phone\nx,y|1\n", encoding="utf-8")
    source = _open(tmp_path / "a.csv")
    assert (source.headers, source.header_row, list(source.rows())) == (["Name", "Phone"], 2, [(3, ["x,y", "1"])])


def test_line_breaks_and_quotes_in_cells_and_nul(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'Name,Phone\n"a\nb","x""y"\nc\x00d,1\n')
    assert list(_open(tmp_path / "a.csv").rows()) == [(2, ["a\nb", 'x"y']), (3, ["cd", "1"])]


def test_unknown_headers_give_the_fullest_row_of_words(tmp_path: Path) -> None:
    source = _open(_text(tmp_path / "a.csv", [["报表"], ["甲", "乙", "丙"], ["1", "2", "3"]]))
    assert (source.header_row, source.headers, source.recognised) == (2, ["甲", "乙", "丙"], 0)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty_file"),
        ("a.csv", b" \r\n\r\n", "empty_file"),
        ("a.xlsx", b"PK\x03\x04" + bytes(500), "broken_file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "broken_file"),
        ("a.xls", b"<html><table><tr><td>x", "unsupported_type"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "unsupported_type"),
        ("a.csv", b"%PDF-1.4 \n", "unsupported_type"),
        ("a.csv", b"MZ\x90", "unsupported_type"),
        ("a.pdf", b"Name,Phone", "unsupported_type"),
        ("a.xlsx", files.office("word/document.xml"), "unsupported_type"),
        ("a.xlsx", files.archive({"a": "b"}), "unsupported_type"),
        ("a.xlsx", files.office("xl/workbook.xml", **{"xl/x.xml": bytes(100_000_000)}), "archive_bomb"),
        ("a.csv", b"Name,Phone\n\xff\xff\x81,1", "unknown_encoding"),
        ("a.csv", b'Name,Phone\na,"b\n' + b"x,y\n" * 600_000, "broken_quotes"),
        ("a.csv", b"Name,Phone\n" + b"x,y\n" * 1_100_000, "too_many_cells"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert _refusal(path) == code


def test_a_truncated_workbook_is_broken(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", {"一": [HEADER, ROW]})
    content = path.read_bytes()
    for cut in range(10, len(content), len(content) // 25):
        path.write_bytes(content[:cut])
        assert _refusal(path) == "broken_file"


_FORMATS = "http://schemas.openxmlformats.org"
_RELATION = f"{_FORMATS}/officeDocument/2006/relationships"


def _relations(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_RELATION}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">{relation}</Relationships>'


def _raw_workbook(path: Path, sheet_xml: str) -> Path:
    ns = f'xmlns="{_FORMATS}/spreadsheetml/2006/main"'
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    path.write_bytes(
        files.archive(
            {
                "[Content_Types].xml": f'<Types xmlns="{_FORMATS}/package/2006/content-types"/>',
                "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
                "xl/workbook.xml": f'<workbook {ns} xmlns:r="{_RELATION}">{sheets}</workbook>',
                "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
                "xl/worksheets/sheet1.xml": f"<worksheet {ns}><sheetData>{sheet_xml}</sheetData></worksheet>",
            }
        )
    )
    return path


def _words(row: int, *texts: str) -> str:
    cells = (
        f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABC", texts, strict=False)
    )
    return f'<row r="{row}">{"".join(cells)}</row>'


def test_two_cells_at_opposite_corners_are_refused_before_memory_is_taken(tmp_path: Path) -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert _refusal(_raw_workbook(tmp_path / "a.xlsx", xml)) == "stray_cells"


def test_coloured_but_empty_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    source = _open(_raw_workbook(tmp_path / "a.xlsx", _words(1, "Name", "Phone") + _words(2, "x", "y") + far))
    assert list(source.rows()) == [(2, ["x", "y"])]


def test_more_than_two_million_cells_are_refused(tmp_path: Path) -> None:
    row = "".join(f'<c r="{column}{{0}}"><v>{{0}}</v></c>' for column in "ABCDEFGHIJKLMNOPQRST")
    xml = "".join(f'<row r="{at}">{row.format(at)}</row>' for at in range(1, 100_100))
    assert _refusal(_raw_workbook(tmp_path / "a.xlsx", xml)) == "too_many_cells"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_hundred_thousand_rows_take_less_than_200_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for at in range(1, 100_001):
            sheet.write_row(
                at, 0, [f"常州恒拓{at}自动化有限公司", "张总", 13800000000 + at, f"新北区{at}号", *["备注"] * 6]
            )
    code = (
        "import sys\nfrom pathlib import Path\nfrom genjin.lib.sheets import open_sheet\n"
        "source = open_sheet(Path(sys.argv[1]), 'a.xlsx', recognise={'客户名称', '电话'}.__contains__)\n"
        # Not ru_maxrss: a child inherits that of its parent.
        "count = sum(1 for row in source.rows())\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "print(count, int(status['VmHWM'].split()[0]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 100_000
    assert megabytes < 200


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_rows_or_a_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    try:
        for _number, row in _open(path).rows():
            assert all(isinstance(cell, str) and "\x00" not in cell for cell in row)
    except SheetRefused:
        pass


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_to_a_workbook_gives_rows_or_a_refusal(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_row(0, 0, HEADER)
    content = bytearray(whole.getvalue())
    for at, value in changes:
        content[at % len(content)] = value
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with contextlib.suppress(SheetRefused):
        list(_open(path).rows())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000
