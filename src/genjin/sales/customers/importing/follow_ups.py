"""The importer of past follow-ups (历史): kept under their own author and time, they trigger nothing and are the baseline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from genjin.kernel.access.scope import where
from genjin.kernel.flows.daily import sweep_soon
from genjin.kernel.imports.importer import Counts, Importer, ImportField, ParsedRow, RowProblem, Task, fields_of
from genjin.kernel.imports.stage import UNIT
from genjin.kernel.jobs import clock
from genjin.kernel.objects.description import descriptions
from genjin.lib.text.effective import effective_chars
from genjin.lib.text.names import name_key
from genjin.lib.text.novelty import spoken
from genjin.sales.customers.importing import follow_up_batch, novelty

_APART = re.compile(r"[;；,，、|\n\r]+")
_NAME_LENGTH = 300

_WORDS: dict[str, tuple[str, ...]] = {
    "customer": ("单位名称", "企业名称", "公司全称", "客户全称", "客户简称", "拜访客户", "跟进客户", "对应客户", "customer name",
                 "account name", "company name", "related to"),
    "author": ("记录者", "填写人", "提交人", "跟进人员", "跟进员工", "员工", "发布人", "销售代表", "创建者", "操作人", "assigned to",
               "employee", "user", "rep"),
    "occurred_at": ("跟进于", "发生时间", "提交时间", "填写时间", "联系时间", "沟通时间", "实际跟进时间", "发布时间", "记录日期",
                    "created", "created date", "activity date", "occurred at", "datetime"),
    "text": ("记录内容", "日志内容", "跟进小结", "拜访小结", "小结", "跟进详情", "跟进情况", "拜访记录", "拜访情况", "联系记录",
             "跟进描述", "详细内容", "描述", "remark", "remarks", "comment", "comments", "details", "body"),
    "attachments": ("附件列表", "图片附件", "文件", "现场照片", "photos"),
}  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """The customer a row is about, and who owns it."""

    id: int
    owner_id: int | None
    team_id: int | None


class FollowUpImporter(Importer):
    """Follow-ups of another system: the customer is found by name, the author by name where he is one of us."""

    object_key = "past_follow_up"
    extra_names = ("verdict",)

    def fields(self) -> tuple[ImportField, ...]:
        """Those of the object; the customer stands there by name."""
        shipped = fields_of(
            descriptions.get("past_follow_up"), ("customer", "author", "occurred_at", "text", "kind", "attachments"),
            tense=("occurred_at",),
        )  # fmt: skip
        worded = (replace(field, aliases=(*field.aliases, *_WORDS.get(field.key, ()))) for field in shipped)
        return tuple(
            replace(field, kind="text", max_length=200) if field.key == "customer" else field for field in worded
        )

    def stage_columns(self) -> tuple[tuple[str, str], ...]:
        """What becomes the record and its interaction."""
        return (
            ("customer_id", "bigint"), ("owner_id", "bigint"), ("team_id", "bigint"), ("author_id", "bigint"),
            ("author_name", "text"), ("kind", "text"), ("text", "text"), ("attachments", "text"),
            ("occurred_at", "timestamptz"), ("local_day", "date"), ("eff_chars", "integer"), ("body", "text"),
        )  # fmt: skip

    def prepare(self, task: Task, rows: list[ParsedRow]) -> None:
        """Find the customers of a chunk by name, each name asked for once a run."""
        known: dict[str, list[_Found]] = task.kept.setdefault("customers", {})
        keys = {row.line: name_key(row.values.get("customer") or "")[:200] for row in rows}
        _look_up(task, known, {key for key in keys.values() if key not in known})
        for row in rows:
            found = known.get(keys[row.line], [])
            if len(found) == 1:
                row.found = found[0]
            else:
                row.problems.append(_unknown(task, row, several=bool(found)))

    def stage_texts(self, task: Task, row: ParsedRow) -> Sequence[str | None]:
        """Texts in the order of `stage_columns`."""
        get = row.values.get
        customer: _Found = row.found
        author = get("author") or ""
        people = task.colleagues.named(author, active=False) if author else []
        text = get("text") or ""
        occurred_at = get("occurred_at") or ""
        return (
            str(customer.id), _id(customer.owner_id), _id(customer.team_id), str(people[0].id) if len(people) == 1 else None,
            author, get("kind"), text, _names(get("attachments")), occurred_at,
            clock.local_day(datetime.fromisoformat(occurred_at)).isoformat(), str(effective_chars(text)), spoken(text),
        )  # fmt: skip

    def plan(self, task: Task) -> None:
        """Ids for what is new, and the verdict on each text beside the earlier ones."""
        follow_up_batch.make_plan(task)
        novelty.judge(task)

    def write(self, task: Task, low: int, high: int) -> Counts:
        """See `follow_up_batch`."""
        return follow_up_batch.write(task, low, high)

    def finish(self, task: Task) -> None:
        """Give the planner fresh figures."""
        with connection.cursor() as cursor:
            for table in ("sales_pastfollowup", "sales_interaction", "imports_seen"):
                cursor.execute(f"analyze {table}")
        # History tells nobody about single customers: have every lamp looked at once.
        sweep_soon("customer")


def _look_up(task: Task, known: dict[str, list[_Found]], keys: set[str]) -> None:
    scope = where(task.actor, "customer", alias="c")
    with connection.cursor() as cursor:
        cursor.execute(
            "select name_key, id, owner_id, team_id from sales_customer c"
            f" where name_key = any(%s) and deleted_at is null and {scope.sql} order by id",
            [list(keys), *scope.params],
        )
        for key in keys:
            known[key] = []
        for key, *found in cursor.fetchall():
            known[key].append(_Found(*found))


def _unknown(task: Task, row: ParsedRow, *, several: bool) -> RowProblem:
    name = (row.values.get("customer") or "")[:80]
    words = (
        _("Several customers are called “%(name)s”. Merge them, or write the full name.")
        if several
        else _("There is no customer “%(name)s” that you may see. Import the customers first.")
    )
    return RowProblem(task.headers.get("customer", ""), "customer", "customer_unknown", words % {"name": name})


def _names(text: str | None) -> str | None:
    """Names of attachments, parted by the unit separator."""
    if not text:
        return None
    names = [name.strip()[:_NAME_LENGTH] for name in _APART.split(text) if name.strip()]
    return UNIT.join(names) or None


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


FOLLOW_UPS = FollowUpImporter()
