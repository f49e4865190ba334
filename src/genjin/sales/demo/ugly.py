"""Writes spreadsheets as other systems export them: titles above the header, phones as numbers, dates in any way."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal

import xlsxwriter

from genjin.sales.demo import names
from genjin.sales.demo.dice import dice
from genjin.sales.demo.texts import NEED_TYPES, Writer, draw_subject
from genjin.sales.demo.trades import TRADES, words

Encoding = Literal["utf-8-sig", "gb18030", "utf-16"]

CUSTOMER_HEADER = words(
    "序号 客户全称 客户级别 公司电话 统一社会信用代码 详细地址 所属行业 "
    "联系人姓名 联系人职务 联系人手机 业务员 分配日期 备注"
)
FOLLOW_UP_HEADER = words("序号 客户名称 跟进人 跟进时间 跟进方式 跟进内容 附件")

_TITLE = "客户资料导出表（2026年度）"
_EXPORTED = "导出人：管理员　　导出时间：2026/11/20 17:42:08　　共{rows}条"
_INSTRUCTIONS = (
    "填写说明",
    "1. 带*的为必填项，请勿修改表头",
    "2. 电话请填写手机或带区号的座机",
    "3. 日期格式建议为 2024-03-05",
    "4. 如有问题请联系信息部 8016",
)
_FULL_WIDTH = str.maketrans("0123456789-+()", "０１２３４５６７８９－＋（）")
_FAULTS = ("name_required", "phone_digits_lost", "owner_unknown", "date_impossible")
_IMPOSSIBLE = ("2024年2月30日", "2023-13-05", "31/31/2024")


@dataclass(slots=True)
class UglySheet:
    """Rows as a person would see them, and what is wrong with which; `faults` goes by index into `rows`."""

    header: tuple[str, ...]
    rows: list[list[Any]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)  # the same customer, written otherwise → the first row
    held_back: dict[int, int] = field(default_factory=dict)  # likeness that contradicts itself → the first row


def customer_sheet(rows: int, *, owners: tuple[str, ...], seed: int = 2026, fault_share: float = 0.02) -> UglySheet:
    """Customers with their contacts; about `fault_share` faulty rows, as many repeated and a few held back."""
    rng = dice(seed, "customers")
    sheet = UglySheet(CUSTOMER_HEADER)
    stock = names.company_names(rng, "east1")
    originals: list[int] = []
    while len(sheet.rows) < rows:
        index, chance = len(sheet.rows), rng.random()
        if originals and chance < fault_share:
            first = rng.choice(originals[-200:])
            sheet.rows.append(_written_otherwise(rng, sheet.rows[first]))
            sheet.repeated[index] = first
        elif originals and chance < fault_share * 1.3:
            first = rng.choice(originals[-200:])
            sheet.rows.append([*sheet.rows[first][:3], names.landline(900_000 + index, "常州"), *[""] * 9])
            sheet.held_back[index] = first
        else:
            sheet.rows.append(_customer_row(rng, next(stock), index, owners))
            if chance > 1 - fault_share:
                sheet.faults[index] = _spoil(rng, sheet.rows[index], index)
            else:
                originals.append(index)
    for index, row in enumerate(sheet.rows):
        row[0] = index + 1
    return sheet


def follow_up_sheet(rows: int, *, customers: tuple[str, ...], authors: tuple[str, ...], seed: int = 2026) -> UglySheet:
    """Past follow-ups on the given customers: hollow and good ones mixed as they were."""
    rng = dice(seed, "follow-ups")
    writer = Writer(rng)
    sheet = UglySheet(FOLLOW_UP_HEADER)
    newest = date(2026, 11, 20)
    for index in range(rows):
        subject = draw_subject(rng, rng.choice(TRADES))
        day = newest - timedelta(days=rng.randint(0, 330))
        who = (rng.choice(names.SURNAMES) + rng.choice(("总", "工", "经理", "主任")),)
        text = rng.choice(
            (
                writer.visit_note(subject, who, day, rng.choice(NEED_TYPES)).text,
                writer.call_note(subject, who, day, rng.choice(NEED_TYPES)).text,
                writer.short_note(subject, who, day),
                writer.tiny_note(),
            )
        )
        when = datetime.combine(day, time(rng.randint(8, 18), rng.randint(0, 59)))
        attachment = rng.choice(
            ("", "", "", f"IMG_{day:%Y%m%d}_{rng.randint(1000, 9999)}.jpg", "报价单V2.pdf;现场.jpg")
        )
        kind = rng.choice(("上门拜访", "电话", "微信"))
        sheet.rows.append(
            [index + 1, rng.choice(customers), rng.choice(authors), _moment(rng, when), kind, text, attachment]
        )
        if rng.random() < 0.01:
            sheet.rows[index][3] = rng.choice(_IMPOSSIBLE)
            sheet.faults[index] = "date_impossible"
    return sheet


def write_csv(sheet: UglySheet, path: Path, *, encoding: Encoding = "gb18030") -> Path:
    """As .csv: two lines above the header, a tail of empty lines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    width = len(sheet.header)
    writer.writerow([_TITLE, *[""] * (width - 1)])
    writer.writerow([_EXPORTED.format(rows=len(sheet.rows)), *[""] * (width - 1)])
    writer.writerow(sheet.header)
    for row in sheet.rows:
        writer.writerow([_as_text(value) for value in row])
    for _ in range(6):
        writer.writerow([""] * width)
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    return path


def write_xlsx(sheet: UglySheet, path: Path) -> Path:
    """As .xlsx: a sheet of instructions first, then a title over merged cells, the header in row 4, a blank tail."""
    with xlsxwriter.Workbook(str(path)) as book:
        notes = book.add_worksheet("填写说明")
        for line, words in enumerate(_INSTRUCTIONS):
            notes.write_string(line, 0, words)
        page = book.add_worksheet("数据")
        bold, day = book.add_format({"bold": True, "align": "center"}), book.add_format({"num_format": "yyyy/m/d"})
        moment = book.add_format({"num_format": "yyyy/m/d h:mm"})
        page.merge_range(0, 0, 0, len(sheet.header) - 1, _TITLE, bold)
        page.write_string(1, 0, _EXPORTED.format(rows=len(sheet.rows)))
        page.write_row(3, 0, sheet.header, bold)
        for line, row in enumerate(sheet.rows, start=4):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    page.write_datetime(line, column, value, moment)
                elif isinstance(value, date):
                    page.write_datetime(line, column, datetime.combine(value, time()), day)
                elif isinstance(value, int | float):
                    page.write_number(line, column, value)
                else:
                    page.write_string(line, column, value)
        for line in range(len(sheet.rows) + 4, len(sheet.rows) + 40):
            page.write_blank(line, 0, None, bold)
    return path


def _customer_row(rng: Random, company: names.CompanyName, index: int, owners: tuple[str, ...]) -> list[Any]:
    name = company.name
    if rng.random() < 0.12:
        name = f" {name}　" if rng.random() < 0.5 else name.replace("（", "(").replace("）", ")")
    title = rng.choice(sorted(names.TITLES))
    assigned = date(2026, 11, 20) - timedelta(days=rng.randint(20, 1500))
    return [
        0,
        name,
        rng.choice(("A", "B", "C", "D", "Ａ", "b", "")),
        _landline(rng, names.landline(index + 1, company.city), company.city),
        names.uscc(rng, company.city) if rng.random() < 0.5 else "",
        names.address(rng, company.city),
        company.trade.label,
        names.person_name(rng) if rng.random() < 0.8 else "",
        title,
        _mobile(rng, names.mobile(index + 1)),
        rng.choice(owners),
        _day(rng, assigned),
        rng.choice(("", "", "老客户", "展会名片", "　", "2023年成交过一次")),
    ]


def _written_otherwise(rng: Random, row: list[Any]) -> list[Any]:
    """The same customer again: other brackets, no legal form or more spaces, the telephone left out."""
    name = str(row[1]).strip()
    name = rng.choice(
        (name.replace("有限公司", ""), name.replace("（", "(").replace("）", ")"), f"{name[:2]} {name[2:]}")
    )
    return [*[0, name, row[2], "", row[4], row[5], row[6]], *row[7:]]


def _spoil(rng: Random, row: list[Any], index: int) -> str:
    fault = _FAULTS[index % len(_FAULTS)]
    if fault == "name_required":
        row[1] = rng.choice(("", "　", " "))
    elif fault == "phone_digits_lost":
        row[3] = rng.choice(("1.38E+10", "1.54E+10", "5.19E+11"))
    elif fault == "owner_unknown":
        row[10] = rng.choice(("张三丰", "已离职-小李", "待分配"))
    else:
        row[11] = rng.choice(_IMPOSSIBLE)
    return fault


def _landline(rng: Random, number: str, city: str) -> Any:
    area = names.CITIES[city][0]
    local = number.removeprefix("+86" + area.lstrip("0"))
    style = rng.randrange(5)
    if style == 0:
        return f"{area}-{local}".translate(_FULL_WIDTH)
    return (
        f"{area}-{local}",
        f"({area}){local}",
        f"{area} {local[:4]} {local[4:]}",
        f"+86 {area.lstrip('0')} {local}",
    )[style - 1]


def _mobile(rng: Random, number: str) -> Any:
    local = number.removeprefix("+86")
    style = rng.randrange(6)
    if style < 2:
        return int(local)  # a number cell, as Excel makes of every telephone
    if style == 2:
        return float(local)
    return (local, f"{local[:3]}-{local[3:7]}-{local[7:]}", local.translate(_FULL_WIDTH))[style - 3]


def _day(rng: Random, day: date) -> Any:
    return rng.choice(
        (
            day,
            day,
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}.{day.month}.{day.day}",
            day.isoformat(),
            f"{day.year}/{day.month}/{day.day}",
            (day - date(1899, 12, 30)).days,  # the serial number, where the cell lost its format
            f"{day.year}年{day.month}月{day.day}日".translate(_FULL_WIDTH),
        )
    )


def _moment(rng: Random, when: datetime) -> Any:
    return rng.choice(
        (
            when,
            f"{when:%Y-%m-%d %H:%M}",
            f"{when:%Y/%m/%d %H:%M:%S}",
            f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}",
            f"{when.year}.{when.month}.{when.day}",
        )
    )


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y/%m/%d %H:%M}"
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return str(int(value)) if isinstance(value, float) else str(value)
