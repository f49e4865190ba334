"""Past follow-ups: kept under their own author and time, triggering nothing, judged by what they say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from genjin.kernel.events.models import Event
from genjin.kernel.flows.daily import sweep_due
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.imports.importer import Counts
from genjin.kernel.jobs import clock
from genjin.kernel.messages.models import Message
from genjin.kernel.records.models import Flag
from genjin.kernel.work.models import Task
from genjin.sales.models import Customer, Interaction, PastFollowUp
from tests.factories import Cast, customer
from tests.imports.sheets import bring_in, counts, problems, write_csv, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

HEADERS = ("客户名称", "跟进人", "跟进时间", "跟进内容", "附件")
FULL = "张总说PLC模块兼容性问题,需确认RS485接口协议v2.1,下周安排工程师现场测试"


def take(people: Cast, tmp_path: Path, *rows: tuple[object, ...], name: str = "a.csv") -> object:
    path = write_csv(tmp_path / name, [HEADERS, *rows])
    return bring_in(people.supervisor, path, object_key="past_follow_up")


def test_they_are_kept_under_their_own_author_and_time(people: Cast, tmp_path: Path) -> None:
    id_ = customer(people.rep, "常州远驰新能源有限公司")
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [
            ["跟进记录导出"],
            HEADERS,
            ("常州远驰新能源", "王磊", "2025年3月5日 14:30", FULL, "现场.jpg；报价单.pdf"),
            ("常州远驰新能源有限公司", "离职的小李", date(2025, 4, 1), "常规问候", ""),
        ],
    )
    run = bring_in(people.supervisor, path, object_key="past_follow_up")
    assert counts(run) == Counts(created=2)
    first, second = PastFollowUp.objects.order_by("occurred_at")
    assert (first.customer_id, first.author_id, first.author_name) == (id_, people.rep.user_id, "王磊")
    assert first.occurred_at.isoformat() == "2025-03-05T06:30:00+00:00"
    assert first.local_day == date(2025, 3, 5)
    assert first.attachments == ["现场.jpg", "报价单.pdf"]
    assert (first.owner_id, first.team_id) == (people.rep.user_id, people.team.id)
    assert (second.author_id, second.author_name, second.text) == (None, "离职的小李", "常规问候")
    good, hollow = Interaction.objects.order_by("occurred_at")
    assert (good.source, good.source_id, good.is_valid, good.reasons) == ("history", first.id, True, [])
    assert (hollow.is_valid, hollow.eff_chars, hollow.reasons) == (False, 0, ["text_too_short"])
    assert Customer.objects.get(id=id_).last_valid_at == first.occurred_at


def test_they_trigger_nothing(people: Cast, tmp_path: Path) -> None:
    id_ = customer(people.rep, "常州远驰新能源有限公司")
    before = Event.objects.count(), Customer.objects.get(id=id_).version
    take(people, tmp_path, ("常州远驰新能源有限公司", "王磊", "2025-03-05", FULL, ""))
    assert (Event.objects.count(), Customer.objects.get(id=id_).version) == before
    assert not any(model.objects.exists() for model in (Task, Message, Flag))


def test_a_copy_is_no_valid_interaction(people: Cast, tmp_path: Path) -> None:
    customer(people.rep, "甲公司")
    customer(people.rep, "乙公司")
    take(
        people, tmp_path,
        ("甲公司", "王磊", "2025-03-08", FULL + "。", ""),  # copies the one below, which came earlier
        ("甲公司", "王磊", "2025-03-05", FULL, ""),
        ("乙公司", "王磊", "2025-03-20", FULL, ""),  # his own words of two weeks ago
        ("乙公司", "王磊", "2025-08-20", FULL, ""),  # about this customer said before
    )  # fmt: skip
    found = {
        (i.customer.name, i.local_day.isoformat()): (i.is_valid, i.reasons)
        for i in Interaction.objects.select_related("customer")
    }
    assert found[("甲公司", "2025-03-05")] == (True, [])
    copied = (False, ["text_copied"])
    assert (
        found[("甲公司", "2025-03-08")] == found[("乙公司", "2025-03-20")] == found[("乙公司", "2025-08-20")] == copied
    )


def test_again_changes_nothing_and_a_repeated_row_counts_once(people: Cast, tmp_path: Path) -> None:
    customer(people.rep, "甲公司")
    rows = [("甲公司", "王磊", "2025-03-05", FULL, ""), ("甲公司", "王磊", "2025-03-05", FULL, "")]
    assert counts(take(people, tmp_path, *rows)) == Counts(created=1, unchanged=1)  # type: ignore[arg-type]
    assert counts(take(people, tmp_path, *rows, name="b.csv")) == Counts(unchanged=2)  # type: ignore[arg-type]
    assert PastFollowUp.objects.count() == Interaction.objects.count() == 1


def test_faulty_rows(people: Cast, tmp_path: Path) -> None:
    customer(people.rep, "甲公司")
    customer(people.rep, "双胞公司", phone="13800138000")
    customer(people.rep, "双胞公司", phone="13911112222")
    customer(people.stranger, "华南公司")
    tomorrow = (clock.today() + timedelta(days=2)).isoformat()
    run = take(
        people, tmp_path,
        ("查无公司", "王磊", "2025-03-05", FULL, ""),
        ("双胞公司", "王磊", "2025-03-05", FULL, ""),
        ("华南公司", "周凯", "2025-03-05", FULL, ""),
        ("甲公司", "王磊", "2025-03-05", "", ""),
        ("甲公司", "王磊", "", FULL, ""),
        ("甲公司", "王磊", "2025-02-30", FULL, ""),
        ("甲公司", "王磊", tomorrow, FULL, ""),
        ("", "王磊", "2025-03-05", FULL, ""),
    )  # fmt: skip
    assert problems(run) == [  # type: ignore[arg-type]
        (2, "客户名称", "customer_unknown"),
        (3, "客户名称", "customer_unknown"),
        (4, "客户名称", "customer_unknown"),
        (5, "跟进内容", "text_required"),
        (6, "跟进时间", "occurred_at_required"),
        (7, "跟进时间", "date_impossible"),
        (8, "跟进时间", "occurred_in_future"),
        (9, "客户名称", "customer_required"),
    ]
    assert not PastFollowUp.objects.exists()


def test_history_puts_lamps_out_and_says_anew_why_the_others_are_red(people: Cast, tmp_path: Path) -> None:
    """Customers first, their follow-ups afterwards: as everybody does who comes from another system."""
    today = clock.today()
    lively, quiet = customer(people.rep, "常州远驰"), customer(people.rep, "海晟电池")
    Customer.objects.update(assigned_at=clock.now() - timedelta(days=170))
    evaluate("silent_customer")
    assert Flag.objects.filter(left_at=None, backlog=True).count() == 2

    take(
        people, tmp_path,
        ("常州远驰", "王磊", (today - timedelta(days=5)).isoformat(), FULL, ""),
        ("海晟电池", "王磊", (today - timedelta(days=40)).isoformat(), FULL + "，要看样机", ""),
    )  # fmt: skip
    sweep_due()

    left = Flag.objects.get(left_at=None)
    assert (left.record_id, Flag.objects.exclude(left_at=None).get().record_id) == (quiet, lively)
    assert "40" in left.reason
    assert not Task.objects.filter(kind="silent_customer").exists()
