"""Days that words name, by table, with the working days of 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.dates import due_in_words, pick_due

TUESDAY = date(2026, 11, 24)


def _days(start: date, end: date) -> set[date]:
    return {start + timedelta(days=at) for at in range((end - start).days + 1)}


OFF = (
    _days(date(2026, 1, 1), date(2026, 1, 3))
    | _days(date(2026, 2, 15), date(2026, 2, 23))
    | _days(date(2026, 4, 4), date(2026, 4, 6))
    | _days(date(2026, 5, 1), date(2026, 5, 5))
    | _days(date(2026, 6, 19), date(2026, 6, 21))
    | _days(date(2026, 9, 25), date(2026, 9, 27))
    | _days(date(2026, 10, 1), date(2026, 10, 7))
    | {date(2027, 1, 1)}
)
MADE_UP = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}


def is_workday(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def _named(text: str, today: date = TUESDAY) -> list[str]:
    return [proposal.on.isoformat() for proposal in due_in_words(text, today, is_workday)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("下周三前", "2026-12-02"),
        ("月底", "2026-11-30"),
        ("本周内", "2026-11-27"),
        ("三天内", "2026-11-27"),
        ("3天内", "2026-11-27"),
        ("３天内", "2026-11-27"),
        ("两三天内", "2026-11-27"),
        ("十天之内", "2026-12-04"),
        ("一周内", "2026-12-01"),
        ("两周后", "2026-12-08"),
        ("3个工作日内", "2026-11-27"),
        ("5个工作日内", "2026-12-01"),
        ("48小时内", "2026-11-26"),
        ("半个月内", "2026-12-09"),
        ("两个月内", "2027-01-24"),
        ("周五", "2026-11-27"),
        ("周五前", "2026-11-27"),
        ("周二", "2026-12-01"),
        ("周一", "2026-11-30"),
        ("星期天", "2026-11-29"),
        ("礼拜四之前", "2026-11-26"),
        ("本周五", "2026-11-27"),
        ("下周一", "2026-11-30"),
        ("下周日", "2026-12-06"),
        ("下下周一", "2026-12-07"),
        ("下星期三", "2026-12-02"),
        ("今天", "2026-11-24"),
        ("下班前", "2026-11-24"),
        ("明天", "2026-11-25"),
        ("明天下班前", "2026-11-25"),
        ("后天", "2026-11-26"),
        ("大后天", "2026-11-27"),
        ("下个月5号", "2026-12-05"),
        ("下月十号前", "2026-12-10"),
        ("5号前", "2026-12-05"),
        ("30号", "2026-11-30"),
        ("31号", "2026-12-31"),
        ("12月2日", "2026-12-02"),
        ("十二月二号", "2026-12-02"),
        ("12月2日前", "2026-12-02"),
        ("1月5日", "2027-01-05"),
        ("2026年12月3日前", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("12月底", "2026-12-31"),
        ("下个月底", "2026-12-31"),
        ("月中", "2026-12-15"),
        ("年底", "2026-12-31"),
        ("节后第一天", "2027-01-04"),
        ("元旦后", "2027-01-04"),
        ("节前", "2026-12-31"),
    ],
)
def test_words_on_a_tuesday(words: str, expected: str) -> None:
    assert _named(words) == [expected]
    sentence = f"张总要确认,{words}给文档"
    (proposal,) = due_in_words(sentence, TUESDAY, is_workday)
    assert sentence[proposal.start : proposal.end] == proposal.words
    assert proposal.on.isoformat() == expected


@pytest.mark.parametrize(
    ("words", "today", "expected"),
    [
        # A Monday.
        ("周一", date(2026, 11, 23), "2026-11-30"),
        ("本周一", date(2026, 11, 23), "2026-11-23"),
        ("下周一", date(2026, 11, 23), "2026-11-30"),
        ("下周日", date(2026, 11, 23), "2026-12-06"),
        ("周日", date(2026, 11, 23), "2026-11-29"),
        ("本周内", date(2026, 11, 23), "2026-11-27"),
        # A Sunday still belongs to the week that ends with it.
        ("下周一", date(2026, 11, 29), "2026-11-30"),
        ("下周三前", date(2026, 11, 29), "2026-12-02"),
        ("周一", date(2026, 11, 29), "2026-11-30"),
        ("本周内", date(2026, 11, 29), "2026-11-29"),
        # Ends of months and years.
        ("月底", date(2026, 11, 30), "2026-11-30"),
        ("月底", date(2028, 2, 1), "2028-02-29"),
        ("31号", date(2026, 11, 30), "2026-12-31"),
        ("下个月底", date(2026, 1, 31), "2026-02-28"),
        ("一个月内", date(2026, 1, 31), "2026-02-28"),
        ("下个月5号", date(2026, 12, 20), "2027-01-05"),
        ("下周三前", date(2026, 12, 29), "2027-01-06"),
        # Holidays.
        ("节后第一天", date(2026, 9, 28), "2026-10-08"),
        ("节后第一天", date(2026, 10, 3), "2026-10-08"),
        ("国庆后", date(2026, 8, 1), "2026-10-08"),
        ("国庆节后", date(2026, 10, 4), "2026-10-08"),
        ("春节后", date(2026, 2, 2), "2026-02-24"),
        ("节前", date(2026, 9, 28), "2026-09-30"),
        ("五一后第一个工作日", date(2026, 4, 20), "2026-05-06"),
        ("中秋后", date(2026, 9, 1), "2026-09-28"),
    ],
)
def test_words_at_edges(words: str, today: date, expected: str) -> None:
    assert _named(words, today) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "上周三拜访过",
        "每周三例会",
        "一周五次",
        "11月20日已发样品",
        "3天前来过",
        "3号机停机",
        "2号线改造",
        "前天",
        "本周一见过",
        "第3天后",
        "2月30日",
        "13月1日",
        "这个季节后期",
        "后续再说",
        "v2.1前的版本号",
    ],
)
def test_what_names_no_day_to_come(text: str) -> None:
    assert _named(text) == []


def test_an_unknown_year_proposes_nothing_rather_than_a_guess() -> None:
    assert _named("春节后") == []


def test_the_day_most_likely_meant_is_the_one_with_a_limit() -> None:
    proposals = due_in_words("今天拜访张总,下周三前给文档,周五再联系", TUESDAY, is_workday)
    assert [str(proposal.on) for proposal in proposals] == ["2026-11-24", "2026-12-02", "2026-11-27"]
    assert str(pick_due(proposals).on) == "2026-12-02"  # type: ignore[union-attr]
    assert pick_due([]) is None


@given(st.text(max_size=80) | st.text(alphabet="下周三前月底十二日号天内后节第一工作年0123456789./- ", max_size=40))
def test_no_text_breaks_it_and_positions_are_those_of_the_text(text: str) -> None:
    for proposal in due_in_words(text, TUESDAY, is_workday):
        assert proposal.on >= TUESDAY
        assert text[proposal.start : proposal.end] == proposal.words


def test_ten_megabytes_are_read_in_part() -> None:
    assert len(due_in_words("下周三前" * 2_500_000, TUESDAY, is_workday)) == 5000
