"""The customer importer: columns, keys and search texts of a row, with the contact that stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from genjin.kernel.imports.importer import (
    Counts,
    Importer,
    ImportField,
    ParsedRow,
    Task,
    added_import_fields,
    fields_of,
)
from genjin.kernel.objects.description import descriptions
from genjin.kernel.records.models import SLOTS
from genjin.kernel.records.write_many import entry_texts
from genjin.lib.text.names import name_key
from genjin.lib.text.pinyin import initials, sort_key
from genjin.sales.customers.importing import customer_batch, customer_plan

#: Words of other systems, beside those every screen knows the fields by.
_WORDS: dict[str, tuple[str, ...]] = {
    "name": ("客户名", "客户单位", "往来单位", "单位", "公司全称", "公司名", "店名", "门店名称", "企业全称", "organization",
             "organisation"),
    "phone": ("联系方式", "电话号码", "办公电话", "固定电话", "移动电话", "手机电话", "座机号码", "总机", "mobile phone",
              "work phone"),
    "uscc": ("社会信用代码", "统一信用代码", "营业执照号", "纳税人识别号码", "unified social credit code"),
    "class": ("客户分级", "客户评级"),
    "owner": ("所属销售", "销售负责人", "销售人员", "跟单员", "跟进人员", "业务经理", "归属销售", "所属人", "所属人员", "归属", "归属员工",
              "负责销售", "业务负责人", "跟进销售", "account owner", "owner name", "assigned to", "salesperson", "sales owner"),
    "address": ("联系地址", "通讯地址", "注册地址", "经营地址", "办公地址", "所在地", "所在地址", "billing address", "billing street",
                "shipping address"),
    "industry": ("行业类型", "客户行业", "行业分类", "行业类别", "主营行业"),
    "assigned_at": ("建档时间", "录入时间", "录入日期", "添加时间", "登记时间", "登记日期", "created date", "date created",
                    "created on"),
    "contact.name": ("主要联系人", "首要联系人", "关键联系人", "对接人", "联络人", "primary contact"),
    "contact.phone": ("联系人手机号", "联系人手机号码", "联系人联系方式", "对接人电话", "对接人手机"),
    "contact.title": ("联系人职称", "对接人职务"),
}  # fmt: skip

_PLAIN = (
    ("name", "text"), ("name_key", "text"), ("name_sort", "text"), ("name_initials", "text"), ("phone", "text"),
    ("phone_ext", "text"), ("uscc", "text"), ("customer_class", "text"), ("address", "text"), ("industry", "text"),
    ("status", "text"), ("value", "numeric(16,2)"), ("owner_id", "bigint"), ("team_id", "bigint"),
    ("assigned_at", "timestamptz"), ("body", "text"), ("grams", "text"), ("contact_name", "text"),
    ("contact_title", "text"), ("contact_phone", "text"), ("contact_phone_ext", "text"), ("contact_role", "text"),
    ("contact_body", "text"), ("contact_initials", "text"), ("contact_grams", "text"), ("custom", "jsonb"),
)  # fmt: skip
_NO_SLOTS: list[str | None] = [None] * len(SLOTS)
_SLOT_KINDS = {"n": "numeric(21,6)", "t": "text", "d": "timestamptz", "u": "text"}


class CustomerImporter(Importer):
    """Customers: same name without contradiction is the same customer; what only resembles one is held back."""

    object_key = "customer"
    extra_names = ("decided", "change")

    def fields(self) -> tuple[ImportField, ...]:
        """Shipped fields, those of the contact, and what managers added."""
        customer = fields_of(
            descriptions.get("customer"),
            ("name", "phone", "uscc", "class", "address", "industry", "status", "value", "owner", "assigned_at"),
            tense=("assigned_at",),
        )
        contact = fields_of(descriptions.get("contact"), ("name", "title", "phone", "buying_role"), prefix="contact.")
        return tuple(
            replace(field, aliases=(*field.aliases, *_WORDS.get(field.key, ())))
            for field in (*customer, *contact, *added_import_fields("customer"))
        )

    def stage_columns(self) -> tuple[tuple[str, str], ...]:
        """Columns of customer and contact, with the slots that added fields mirror."""
        return (*_PLAIN, *((slot, _SLOT_KINDS[slot[0]]) for slot in SLOTS))

    def stage_texts(self, task: Task, row: ParsedRow) -> Sequence[str | None]:
        """Texts in the order of `stage_columns`."""
        get = row.values.get
        name = get("name") or ""
        letters = initials(name)[:200]
        phone, ext = _phone(get("phone"))
        owner = get("owner")
        person = task.colleagues.by_id.get(int(owner)) if owner else None
        custom, slots = _added(task, row)
        _title, body, _initials, grams = entry_texts(name, letters, (phone or "",))
        return (
            name, name_key(name)[:200], sort_key(name)[:200], letters, phone, ext, get("uscc"), get("class"),
            get("address"), get("industry"), get("status"), get("value"), owner,
            str(person.team_id) if person and person.team_id else None, get("assigned_at"),
            body, grams, *_contact_texts(row), custom, *slots,
        )  # fmt: skip

    def plan(self, task: Task) -> None:
        """See `customer_plan`."""
        customer_plan.make(task)

    def write(self, task: Task, low: int, high: int) -> Counts:
        """See `customer_batch`."""
        return customer_batch.write(task, low, high)

    def finish(self, task: Task) -> None:
        """Fold what waits in the search index into it, and give the planner fresh figures."""
        customer_batch.tidy("sales_customer", "sales_contact")


def _added(task: Task, row: ParsedRow) -> tuple[str | None, list[str | None]]:
    """Added fields as JSON, and the slots that mirror some of them."""
    if "has_added" not in task.kept:
        task.kept["has_added"] = any(field.added for field in task.fields.values())
    if not task.kept["has_added"]:
        return None, _NO_SLOTS
    custom: dict[str, Any] = {}
    slots: dict[str, str] = {}
    for key, text in row.values.items():
        added = task.fields[key].added
        if added is None or text is None:
            continue
        custom[added.key] = orjson.loads(text) if added.kind == "number" else text
        if added.slot:
            slots[added.slot] = text
    return orjson.dumps(custom).decode() if custom else None, [slots.get(slot) for slot in SLOTS]


def _contact_texts(row: ParsedRow) -> tuple[str | None, ...]:
    get = row.values.get
    title, (phone, ext) = get("contact.title"), _phone(get("contact.phone"))
    # Somebody there without a name is still somebody to call.
    name = get("contact.name") or title or phone
    if name is None:
        return (None,) * 8
    letters = _initials_of_person(name)
    _title, body, _initials, grams = entry_texts(name, letters, (phone or "", title or ""))
    return name[:80], title, phone, ext, get("contact.buying_role"), body, letters, grams


# People's names come again far more often than firms'.
_initials_of_person = lru_cache(maxsize=16_384)(initials)


def _phone(text: str | None) -> tuple[str | None, str | None]:
    if text is None:
        return None, None
    number, _comma, ext = text.partition(",")
    return number, ext or None


CUSTOMERS = CustomerImporter()
