"""Worked examples W2 and W3 of facts/measures.md: effective characters and novelty."""

from __future__ import annotations

from fractions import Fraction

import pytest

from genjin.lib.text.effective import effective_chars, is_boilerplate
from genjin.lib.text.novelty import containment, most_alike, novel_chars, trigrams

OLD, NEW = "客户关心价格和交期", "客户关心价格和售后服务"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PLC模块兼容性问题,需确认RS485接口协议v2.1", 17),
        ("常规问候", 0),
        ("啊啊啊啊啊啊", 2),
        ("   ", 0),
        ("", 0),
        # Each phrase goes wherever it stands and leaves a break.
        ("常规问候,客户在忙,待反馈", 0),
        ("正常拜访客户张总", 4),
        ("暂暂无无", 1),
        # 无 only as a whole segment.
        ("无", 0),
        ("需求:无。", 2),
        ("无锡客户", 4),
        ("现场无法停机", 6),
        ("无/暂无", 0),
        # Full width, emoji, marks nobody sees.
        ("ＰＬＣ模块", 3),
        ("👍👍客户👨‍👩‍👧同意🈚1️⃣", 4),
        ("常\u200b规\u200b问候", 0),
        ("好,好,好,好", 4),
        ("v2.1 无", 1),
        ("RS-485/232_a", 1),
        ("a..b", 2),
        ("𠮷野家", 3),
        ("\ud800\x00价格", 2),
    ],
)
def test_effective_characters_are_counted_as_defined(text: str, expected: int) -> None:
    assert effective_chars(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("常规问候", True),
        ("同上。", True),
        ("无", True),
        ("", False),
        ("   ", False),
        ("👍", False),
        ("常规问候,谈价格", False),
    ],
)
def test_boilerplate_had_something_and_has_nothing_left(text: str, expected: bool) -> None:
    assert is_boilerplate(text) is expected


def test_an_edited_list_of_phrases_is_used_longest_first() -> None:
    assert effective_chars("已沟通完毕", ("已沟通", "已沟通完毕")) == 0
    assert effective_chars("常规问候", ("已沟通",)) == 4
    assert is_boilerplate("已沟通!", ("已沟通",))


def test_w3_novelty_is_exact() -> None:
    assert (len(trigrams(OLD)), len(trigrams(NEW)), len(trigrams(OLD) & trigrams(NEW))) == (7, 9, 5)
    c = containment(NEW, OLD)
    assert c == Fraction(5, 9)
    assert novel_chars(effective_chars(NEW), c) == Fraction(44, 9)


def test_the_most_alike_is_named_and_the_first_of_equals_wins() -> None:
    assert most_alike(NEW, [(1, "完全不同的话"), (2, OLD), (3, OLD)]) == (2, Fraction(5, 9))
    assert most_alike(NEW, [(1, "毫不相干")]) == (None, 0)
    assert most_alike(NEW, []) == (None, 0)


@pytest.mark.parametrize(
    ("new", "earlier", "expected"),
    [
        ("同意", "同意", 1),
        ("同意", "同意了", 0),
        ("同意。", "同 意", 1),
        ("", "", 0),
        ("👍", "👍", 1),
        ("👍", "👎", 0),
        ("客户 关心,价格", "客户关心价格!", 1),
        ("ABCD", "abcd", 0),
    ],
)
def test_short_texts_are_equal_or_new_and_signs_do_not_count(new: str, earlier: str, expected: int) -> None:
    assert containment(new, earlier) == expected
