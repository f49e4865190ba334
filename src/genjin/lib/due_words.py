"""Days that words name (下周三前, 月底, 三天内, 节后第一天), as proposals for a due date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from genjin.lib.numerals import number_of

IsWorkday = Callable[[date], bool]


@dataclass(frozen=True)
class DueProposal:
    """The day `words` name; they stand at text[start:end]."""

    on: date
    words: str
    start: int
    end: int


def due_in_words(text: str, today: date, is_workday: IsWorkday) -> list[DueProposal]:
    """All days from today on that `text` names, in the order they stand there.

    X前 is X itself; 周X the next one coming, after today; 下周X the one in the next week from Monday to Sunday;
    本周内 this Friday; 月底 the last day of the month; N天内 today + N; 节后 the first working day after the next
    holiday. A day that is over names no due date.
    """
    # One sign for one, so that positions stay those of the text; words of a due date stand on its first pages.
    folded = text[:_READ_CHARS].translate(_FOLD)
    asked = _Asked(today, is_workday)
    matches = [(match, resolve) for pattern, resolve in _RULES for match in pattern.finditer(folded)]
    # The longest reading at a place wins: 下周三前 over 下周.
    matches.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    found: list[DueProposal] = []
    end = 0
    for match, resolve in matches:
        if match.start() < end:
            continue
        try:
            on = resolve(asked, *match.groups())
        except (ValueError, OverflowError):
            continue
        end = match.end()
        if on is not None and on >= today:
            found.append(DueProposal(on, text[match.start() : end], match.start(), end))
    return found


def pick_due(proposals: list[DueProposal]) -> DueProposal | None:
    """The one most likely meant: the last whose words set a limit (…前, …内, …底), else the last after the earliest."""
    if not proposals:
        return None
    limits = [proposal for proposal in proposals if proposal.words[-1] in "前内底末"]
    earliest = min(proposal.on for proposal in proposals)
    later = [proposal for proposal in proposals if proposal.on > earliest]
    return (limits or later or proposals)[-1]


@dataclass(frozen=True)
class _Asked:
    today: date
    is_workday: IsWorkday

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())


_READ_CHARS = 20_000
_FOLD = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20} | str.maketrans("後號週禮內", "后号周礼内")
_WEEKDAYS = {
    **{day: at for at, day in enumerate("一二三四五六日")},
    "天": 6,
    "末": 6,
    **{str(n): n - 1 for n in range(1, 8)},
}
_HALF_YEAR = timedelta(days=183)


def _number(numeral: str) -> int:
    if len(numeral) == 2 and not numeral.isdecimal() and not set(numeral) & set("十廿卅"):
        numeral = numeral[1]  # 两三天内: the longer one
    value = number_of(numeral)
    if value is None:
        raise ValueError(numeral)
    return value


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _month_on(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def _full_date(asked: _Asked, year: str | None, month: str, day: str) -> date | None:
    if year:
        return date(int(year), _number(month), _number(day))
    return _near_one(asked, lambda year: date(year, _number(month), _number(day)))


def _near_one(asked: _Asked, in_year: Callable[[int], date]) -> date | None:
    """11月20日 said on 24 November speaks of the past and is no due date; 1月5日 is in the new year."""
    for year in (asked.today.year, asked.today.year + 1):
        on = in_year(year)
        if asked.today <= on <= asked.today + _HALF_YEAR:
            return on
    return None


def _day_of_month(asked: _Asked, which: str, day: str) -> date:
    return date(*_month_on(asked.today, which.count("下")), _number(day))


def _bare_day(asked: _Asked, day: str) -> date | None:
    for ahead in range(3):
        year, month = _month_on(asked.today, ahead)
        if _number(day) <= _month_end(year, month).day and (on := date(year, month, _number(day))) >= asked.today:
            return on
    return None


def _in_month(year: int, month: int, part: str) -> date:
    days = {"初": 1, "上旬": 10, "中": 15, "中旬": 20}
    return date(year, month, days[part]) if part in days else _month_end(year, month)


def _part_of_month(asked: _Asked, which: str | None, part: str) -> date:
    on = _in_month(*_month_on(asked.today, (which or "").count("下")), part)
    return on if which or on >= asked.today else _in_month(*_month_on(asked.today, 1), part)


def _part_of_named_month(asked: _Asked, month: str, part: str) -> date | None:
    return _near_one(asked, lambda year: _in_month(year, _number(month), part))


def _whole_month(asked: _Asked, which: str) -> date:
    return _month_end(*_month_on(asked.today, which.count("下")))


def _weekday(asked: _Asked, which: str | None, weekday: str) -> date:
    offset = _WEEKDAYS[weekday]
    if which or weekday == "末":
        return asked.monday + timedelta(days=7 * (which or "").count("下") + offset)
    return asked.today + timedelta(days=(offset - asked.today.weekday()) % 7 or 7)


def _this_week(asked: _Asked) -> date:
    """This Friday; at the weekend its Sunday."""
    friday = asked.monday + timedelta(days=4)
    return friday if friday >= asked.today else friday + timedelta(days=2)


def _next_week(asked: _Asked, which: str, start: str | None) -> date:
    return asked.monday + timedelta(days=7 * which.count("下") + (0 if start else 4))


def _days_ahead(asked: _Asked, numeral: str, unit: str) -> date:
    number = _number(numeral)
    if "工作日" in unit:
        return _workdays_ahead(asked, number)
    if "小时" in unit:
        return asked.today + timedelta(days=number // 24)
    if "月" in unit:
        year, month = _month_on(asked.today, number)
        return min(date(year, month, 1) + timedelta(days=asked.today.day - 1), _month_end(year, month))
    return asked.today + timedelta(days=number * (1 if unit in ("天", "日") else 7))


def _workdays_ahead(asked: _Asked, number: int) -> date:
    day = asked.today
    for _ahead in range(400):
        if number <= 0:
            return day
        day += timedelta(days=1)
        number -= bool(asked.is_workday(day))
    raise ValueError("too few working days")


def _near(asked: _Asked, word: str) -> date:
    return asked.today + timedelta(days={"明": 1, "后": 2, "大": 3}.get(word[0], 0))


def _quarter_end(asked: _Asked) -> date:
    return _month_end(asked.today.year, (asked.today.month + 2) // 3 * 3)


# (month, day) between which a holiday falls; those of the moon move. None of their days may be known yet.
_HOLIDAYS = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 19), (2, 24)),
    "过年": ((1, 19), (2, 24)),
    "清明": ((4, 3), (4, 6)),
    "五一": ((5, 1), (5, 1)),
    "劳动": ((5, 1), (5, 1)),
    "端午": ((5, 26), (6, 26)),
    "中秋": ((9, 6), (10, 8)),
    "国庆": ((10, 1), (10, 1)),
    "十一": ((10, 1), (10, 1)),
}


def _beside_holiday(asked: _Asked, name: str | None, side: str) -> date | None:
    """The working day after (后) or before (前) a holiday: days off in a row, one of them a weekday."""
    if name:
        (month1, day1), (month2, day2) = _HOLIDAYS[name]
        years = (asked.today.year, asked.today.year + 1)
        spans = [(date(year, month1, day1), date(year, month2, day2)) for year in years]
    else:
        spans = [(asked.today, asked.today + timedelta(days=400))]
    for span in spans:
        run = _days_off(*span, asked.is_workday)
        if run and run[1] >= asked.today:
            first, last = run
            return last + timedelta(days=1) if side == "后" else _last_workday_before(first, asked.is_workday)
    return None


def _days_off(start: date, end: date, is_workday: IsWorkday) -> tuple[date, date] | None:
    """First and last of the first days off in a row that hold a weekday or 1 May and the like between start and end."""
    day = start
    while day <= end:
        if not is_workday(day) and (day.weekday() < 5 or start == end):
            first = last = day
            while not is_workday(first - timedelta(days=1)) and (day - first).days < 40:
                first -= timedelta(days=1)
            while not is_workday(last + timedelta(days=1)) and (last - day).days < 40:
                last += timedelta(days=1)
            return first, last
        day += timedelta(days=1)
    return None


def _last_workday_before(day: date, is_workday: IsWorkday) -> date | None:
    for back in range(1, 40):
        if is_workday(day - timedelta(days=back)):
            return day - timedelta(days=back)
    return None


_BY = "(?:之前|以前|前|之内|以内|内|为止)?"
_WITHIN = "(?:之内|以内|内|之后|以后|后)"
_AT = "(?:的?(?:上午|下午|晚上|早上|中午|下班))?"
_N = r"(\d{1,3}|[一二两三四五六七八九十廿卅]{1,3})"
_D = r"([0-3]?\d|[一二三四五六七八九十廿卅]{1,3})"
_M = r"([01]?\d|[一二三四五六七八九十]{1,2})"
_NUMERALS = "一二两三四五六七八九十廿卅"
_THAT_MONTH = "(本月|这个月|当月|下下个?月|下个?月)"
_PART = "(底|末|初|中旬|上旬|下旬|中|以内|之内|内)"
_WEEK = "(?:周|星期|礼拜)"
# 3号机, 2号线, 5日报 are things, not days.
_NO_THING = "(?![机线楼厂库门柜仓产车设炉泵阀样位员码站井区院桥道报常志程均用])"

_HOLIDAY = (
    f"(?:({'|'.join(_HOLIDAYS)})节?(?:长假|小长假|假期|放假)?|(?<![季环细调情关章末使])(?:节|长假|小长假|假期))"
    "(?:之|以)?(后|前)(?:上班|复工)?(?:的?第一个?工作日|的?第[一1]天|首个工作日|首日)?"
)
_DAY_OF_WEEK = (
    rf"(?<![上每前隔\d一两])(?<![上每]个)(?<!今天)(下下个?|下个?|本|这个?)?{_WEEK}([一二三四五六日天末1-7])"
    rf"(?![次天号个小\d]){_AT}{_BY}"
)

_RULES: tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (rf"(?<!\d)(?:(\d{{4}})\s*年\s*)?(?<![\d{_NUMERALS}]){_M}\s*月\s*{_D}\s*[日号]?(?!个){_BY}", _full_date),
        (rf"(?<![\d.\-/])(20\d\d)\s?[\-/.]\s?(\d{{1,2}})\s?[\-/.]\s?(\d{{1,2}})(?!\d)日?{_BY}", _full_date),
        (r"(?<![\dA-Za-z.\-/])()(1[0-2]|0?[1-9])[./\-]([0-3]?\d)(?![\d.\-/])(?:日|之前|以前|前)", _full_date),
        (rf"(?<![\d第{_NUMERALS}]){_N}\s*(个?工作日|天|日|个?小时|个?星期|个?礼拜|周|个月){_WITHIN}", _days_ahead),
        (rf"半个?月{_WITHIN}", lambda asked: asked.today + timedelta(days=15)),
        (rf"{_THAT_MONTH}的?\s*{_D}\s*[日号]{_BY}", _day_of_month),
        (rf"(?:{_THAT_MONTH}|(?<![\d年个上每{_NUMERALS}])月){_PART}{_BY}", _part_of_month),
        (rf"(?<![\d{_NUMERALS}]){_M}月份?{_PART}{_BY}", _part_of_named_month),
        (rf"(下下个?月|下个?月){_BY}", _whole_month),
        (rf"(?<![\d.月第年\-/A-Za-z#{_NUMERALS}]){_D}\s*[日号]{_NO_THING}{_BY}", _bare_day),
        (_DAY_OF_WEEK, _weekday),
        (rf"(?:本|这个?|(?<![上每前隔\d{_NUMERALS}]))周(?:之内|以内|内|底)", _this_week),
        (rf"(?:本|这个?){_WEEK}(?:之前|以前|前)", _this_week),
        (rf"(下下个?|下个?){_WEEK}(?:(初)|{_BY})", _next_week),
        (rf"(今天|今日|今晚|当天|明天|明日|明早|明晚|(?<!大)后天|大后天){_AT}{_BY}", _near),
        ("(下班)(?:之前|以前|前)", _near),
        ("(?<![一二三四])(?:本|这个?)?季度?(?:[底末]|内)" + _BY, _quarter_end),
        (
            "(?<![去前上明后几多近\\d一二两三四五六七八九十])(?:今年|本年|年)(?:[底末]|内)" + _BY,
            lambda asked: date(asked.today.year, 12, 31),
        ),
        (_HOLIDAY, _beside_holiday),
    )
)
