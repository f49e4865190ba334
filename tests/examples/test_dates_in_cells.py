"""Dates as spreadsheets and people write them, by table."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.dates import DateImpossible, parse_date, parse_datetime

TODAY = date(2026, 11, 24)
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIFTH = date(2024, 3, 5)


@pytest.mark.parametrize(
    "raw",
    [
        45356,
        45356.0,
        45356.604166666664,
        "45356",
        20240305,
        20240305.0,
        "20240305",
        "20240305143000",
        FIFTH,
        datetime(2024, 3, 5, 14, 30),
        "2024-03-05",
        "2024-3-5",
        "2024/3/5",
        "2024.3.5",
        "2024.03.05",
        "2024年3月5日",
        "2024 年 3 月 5 日",
        "２０２４年３月５日",
        "２０２４／３／５",
        "二〇二四年三月五日",
        "24年3月5日",
        "2024/3/5 14:30",
        "2024-03-05T14:30:00+08:00",
        "2024-03-05 14:30:05.123",
        "2024年3月5日 下午2点30分",
        "2024/3/5 (星期二) 09:00",
        "2024-03-05 周二",
        "Mar 5, 2024",
        "5-Mar-2024",
        " 2024-03-05 ",
        "'2024-03-05",
    ],
)
def test_one_day_in_many_spellings(raw: object) -> None:
    assert parse_date(raw, today=TODAY) == FIFTH


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("3月5日", date(2026, 3, 5)),
        ("十一月二十四日", date(2026, 11, 24)),
        ("11月24日", date(2026, 11, 24)),
        ("11月25日", date(2025, 11, 25)),
        ("2月29日", date(2024, 2, 29)),
        ("3/25/2024", date(2024, 3, 25)),
        ("25.3.2024", date(2024, 3, 25)),
        ("5/5/2024", date(2024, 5, 5)),
        ("2099-12-31", date(2099, 12, 31)),
        (25569, date(1970, 1, 1)),
    ],
)
def test_other_days(raw: object, expected: date) -> None:
    assert parse_date(raw, today=TODAY) == expected


def test_the_calendar_of_1904_is_honoured() -> None:
    assert parse_date(45356 - 1462, today=TODAY, date1904=True) == FIFTH


@pytest.mark.parametrize(
    "raw",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "0000-00-00",
        "3/5/2024",
        "2024年12月",
        "9999-12-31 24:00",
        "2024-03-05 25:00",
        "abc",
        "",
        "  ",
        None,
        True,
        5,
        0,
        -1,
        13800138000,
        float("nan"),
        float("inf"),
        timedelta(1),
        b"2024-03-05",
        "2" * 10_000,
        "\ud800",
        "\x00",
    ],
)
def test_what_is_no_day_is_refused(raw: object) -> None:
    with pytest.raises(DateImpossible) as refused:
        parse_date(raw, today=TODAY)
    assert refused.value.code == "date_impossible"
    with pytest.raises(DateImpossible):
        parse_datetime(raw, tz=SHANGHAI, today=TODAY)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (45356.604166666664, datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
        ("2024-03-05 14:30", datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
        ("2024年3月5日 下午2点30分", datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
        ("2024年3月5日 下午2点", datetime(2024, 3, 5, 14, 0, tzinfo=SHANGHAI)),
        ("2024-3-5 2:30 PM", datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
        ("2024-03-05T06:30:00Z", datetime(2024, 3, 5, 6, 30, tzinfo=UTC)),
        ("2024-03-05T14:30:00+0800", datetime(2024, 3, 5, 6, 30, tzinfo=UTC)),
        ("2024-03-05 24:00", datetime(2024, 3, 6, tzinfo=SHANGHAI)),
        ("20240305143000", datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
        (date(2024, 3, 5), datetime(2024, 3, 5, tzinfo=SHANGHAI)),
        (datetime(2024, 3, 5, 6, 30, tzinfo=UTC), datetime(2024, 3, 5, 14, 30, tzinfo=SHANGHAI)),
    ],
)
def test_moments_are_aware(raw: object, expected: datetime) -> None:
    moment = parse_datetime(raw, tz=SHANGHAI)
    assert moment.tzinfo is not None
    assert moment == expected


@given(
    st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_day_comes_back(day: date, spelling: str) -> None:
    assert parse_date(day.strftime(spelling), today=TODAY) == day
    assert parse_date((day - date(1899, 12, 30)).days, today=TODAY) == day


@given(
    st.text(max_size=60)
    | st.text(alphabet="0123456789年月日-/.: T上下午点+", max_size=30)
    | st.floats()
    | st.integers()
)
def test_nothing_but_a_day_or_a_refusal_comes_out(raw: object) -> None:
    for parse in (lambda: parse_date(raw, today=TODAY), lambda: parse_datetime(raw, tz=SHANGHAI, today=TODAY)):
        with contextlib.suppress(DateImpossible):
            assert isinstance(parse(), date)
