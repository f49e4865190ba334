"""The suite's objects as the kernel sees them: fields, scope, search, operands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.description import FieldDescription as F
from genjin.kernel.objects.description import ObjectDescription, Operand, describe
from genjin.lib.text.names import name_key
from genjin.lib.text.pinyin import initials, sort_key
from genjin.sales.models import Contact, Customer, PastFollowUp, Visit
from genjin.sales.models.customer import BuyingRole, CustomerClass, CustomerStatus, NoPhoto
from genjin.sales.models.visit import NeedType

CUSTOMER_FIELDS = (
    F("name", "text", _("Customer name"), required=True, max_length=200, sortable=True,
      aliases=("客户", "客户名称", "公司", "公司名称", "单位名称", "企业名称", "客户全称", "客户简称", "account", "account name",
               "company", "company name", "customer", "customer name", "name")),
    F("phone", "phone", _("Phone"), aliases=("电话", "手机", "手机号", "手机号码", "联系电话", "公司电话", "座机", "固话", "phone",
                                           "phone number", "mobile", "tel", "telephone", "cell")),
    F("uscc", "uscc", _("Unified social credit code"), max_length=18,
      aliases=("统一社会信用代码", "信用代码", "税号", "纳税人识别号", "uscc", "credit code", "tax id")),
    F("class", "choice", _("Class"), column="customer_class", choices=tuple(CustomerClass.choices),
      aliases=("客户级别", "客户等级", "级别", "等级", "分类", "客户分类", "class", "grade", "level", "rating")),
    F("address", "text", _("Address"), max_length=300,
      aliases=("地址", "公司地址", "详细地址", "客户地址", "address", "street", "location")),
    F("industry", "text", _("Industry"), max_length=80, aliases=("行业", "所属行业", "industry", "sector")),
    F("status", "choice", _("Status"), choices=tuple(CustomerStatus.choices),
      aliases=("状态", "客户状态", "status")),
    F("value", "number", _("Expected yearly value"), aliases=("预计年采购额", "预计金额", "年采购额", "金额", "value", "amount")),
    F("owner", "person", _("Owner"), column="owner_id",
      aliases=("负责人", "销售", "销售代表", "业务员", "客户经理", "归属人", "所有人", "跟进人", "owner", "sales", "sales rep", "rep")),
    F("assigned_at", "datetime", _("Owned since"),
      aliases=("分配时间", "分配日期", "领取时间", "创建时间", "创建日期", "建档日期", "assigned", "assigned at", "created", "created at",
               "create date")),
    F("no_photo", "choice", _("No photos here"), choices=tuple(NoPhoto.choices), derived=True),
    F("last_valid_at", "datetime", _("Last valid contact"), derived=True, sortable=True),
    F("last_visit_at", "datetime", _("Last visit"), derived=True),
)  # fmt: skip

CONTACT_FIELDS = (
    F("customer", "reference", _("Customer"), column="customer_id", required=True, refers_to="customer"),
    F("name", "text", _("Name"), required=True, max_length=80,
      aliases=("联系人", "联系人姓名", "姓名", "contact", "contact name", "contact person")),
    F("title", "text", _("Title"), max_length=120, aliases=("职务", "职位", "岗位", "联系人职务", "联系人职位", "title", "job title", "position")),
    F("phone", "phone", _("Phone"), aliases=("联系人电话", "联系人手机", "contact phone", "contact mobile")),
    F("buying_role", "choice", _("Buying role"), choices=tuple(BuyingRole.choices),
      aliases=("角色", "决策角色", "决策链角色", "buying role", "role")),
)  # fmt: skip

VISIT_FIELDS = (
    F("customer", "reference", _("Customer"), column="customer_id", required=True, refers_to="customer"),
    F("need_type", "choice", _("Need type"), required=True, choices=tuple(NeedType.choices)),
    F("text", "text", _("What was said"), required=True, max_length=5000),
    F("occurred_at", "datetime", _("When"), required=True, sortable=True),
    F("author", "person", _("Made by"), column="author_id", derived=True),
    F("is_valid", "boolean", _("Valid"), derived=True),
)

PAST_FIELDS = (
    F("customer", "reference", _("Customer"), column="customer_id", required=True, refers_to="customer",
      aliases=("客户", "客户名称", "公司", "公司名称", "关联客户", "customer", "account", "company")),
    F("author", "text", _("Author"), column="author_name", max_length=80,
      aliases=("跟进人", "记录人", "创建人", "销售", "业务员", "负责人", "拜访人", "author", "created by", "owner", "sales rep")),
    F("occurred_at", "datetime", _("When"), required=True,
      aliases=("跟进时间", "跟进日期", "拜访时间", "拜访日期", "时间", "日期", "创建时间", "记录时间", "date", "time", "created at", "visit date",
               "follow-up date")),
    F("text", "text", _("What was said"), required=True, max_length=20000,
      aliases=("跟进内容", "跟进记录", "拜访内容", "内容", "记录", "备注", "沟通内容", "小记", "note", "notes", "text", "content", "description")),
    F("kind", "text", _("Kind"), max_length=40, aliases=("跟进方式", "跟进类型", "拜访方式", "方式", "类型", "type", "kind")),
    F("attachments", "text", _("Attachments"), max_length=2000, aliases=("附件", "附件名称", "图片", "照片", "attachments", "files", "attachment")),
)  # fmt: skip

#: Last progress of a customer as of a day: last valid interaction up to it, else the day he was assigned.
LAST_PROGRESS_SQL = """coalesce(
  (select i.local_day from sales_interaction i where i.customer_id = t.id and i.is_valid and i.voided_at is null
   and i.occurred_at < {now} order by i.occurred_at desc limit 1),
  (coalesce(t.assigned_at, t.created_at) at time zone 'Asia/Shanghai')::date)"""

#: Whether the last record left a clear next action that is neither done nor expired (measures.md §2.7).
CLEAR_NEXT_STEP_SQL = """coalesce((select l.next_due_on >= {today} and exists (
    select 1 from work_task k where k.id = l.next_task_id
    and (k.completed_at is null or k.completed_at >= {now}) and (k.cancelled_at is null or k.cancelled_at >= {now}))
  from (select i.next_task_id, i.next_due_on from sales_interaction i where i.customer_id = t.id and i.voided_at is null
    and i.side = 'rep' and i.occurred_at < {now} order by i.occurred_at desc, i.id desc limit 1) l), false)"""

CUSTOMER_OPERANDS = (
    Operand("last_progress_on", "date", _("Last progress"), LAST_PROGRESS_SQL),
    Operand("clear_next_step", "boolean", _("has a clear next step"), CLEAR_NEXT_STEP_SQL),
    Operand("is_assigned", "boolean", _("has an owner"), "t.owner_id is not null", has_history=False),
)


def derive_customer(values: dict[str, Any]) -> dict[str, Any]:
    """Columns computed from the name."""
    name = values["name"]
    return {
        "name_key": name_key(name)[:200],
        "name_sort": sort_key(name)[:200],
        "name_initials": initials(name)[:200],
    }


def customer_search(values: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Title, initials and texts under which a customer is found."""
    return values["name"], values["name_initials"], [values.get("phone") or ""]


def contact_search(values: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Title, initials and texts under which a contact is found."""
    return values["name"], initials(values["name"]), [values.get("phone") or "", values.get("title") or ""]


def register() -> None:
    """Describe every object of the suite."""
    describe(
        ObjectDescription(
            "customer", Customer, _("Customer"), _("Customers"), CUSTOMER_FIELDS,
            derive=derive_customer, search_text=customer_search, operands=CUSTOMER_OPERANDS,
        )
    )  # fmt: skip
    describe(
        ObjectDescription(
            "contact", Contact, _("Contact"), _("Contacts"), CONTACT_FIELDS,
            scope_from="customer", search_text=contact_search,
        )
    )  # fmt: skip
    describe(
        ObjectDescription(
            "visit", Visit, _("Visit"), _("Visits"), VISIT_FIELDS, title_field="text", scope_from="customer",
        )
    )  # fmt: skip
    describe(
        ObjectDescription(
            "past_follow_up", PastFollowUp, _("Past follow-up"), _("Past follow-ups"), PAST_FIELDS,
            title_field="text", scope_from="customer",
        )
    )  # fmt: skip
