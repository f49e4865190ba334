"""Search grams, pinyin, names, and texts meant to break things."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.text.effective import clean, effective_chars, is_boilerplate
from genjin.lib.text.grams import bigrams, name_grams, query_grams, searchable
from genjin.lib.text.names import LIKELY, likeness, name_key
from genjin.lib.text.novelty import containment, most_alike_spoken, spoken, trigrams
from genjin.lib.text.pinyin import initials, sort_key

ANY = st.text(alphabet=st.characters(), max_size=200) | st.text(
    alphabet="有限公司集团()（） .,_-/无常规问候\ud800\x00\u0301👍Ａ①", max_size=40
)


def test_any_part_of_two_characters_is_found() -> None:
    name = "常州恒拓（江苏）自动化ABC-12"
    grams = set(bigrams(name))
    folded = searchable(name)
    for start in range(len(folded) - 1):
        for end in range(start + 2, len(folded) + 1):
            assert set(query_grams(folded[start:end])) <= grams
    assert set(query_grams("(江")) == set()
    assert set(query_grams("恒拓(江苏)")) <= grams
    assert set(query_grams("ａｂｃ12")) <= grams
    assert query_grams("张") == []
    assert bigrams("ABab") == ["ab", "ba"]


def test_initials_are_in_the_name_s_grams() -> None:
    assert set(query_grams("czht")) <= set(name_grams("常州恒拓", "czht"))


@pytest.mark.parametrize(
    ("text", "letters", "full"),
    [
        ("重庆长城", "cqcc", "chong qing chang cheng"),
        ("长沙银行", "csyh", "chang sha yin hang"),
        ("曾经理", "zjl", "zeng jing li"),
        ("单于明", "cym", "chan yu ming"),
        ("单先生", "sxs", "shan xian sheng"),
        ("解晓东", "xxd", "xie xiao dong"),
        ("解放汽车", "jfqc", "jie fang qi che"),
        ("仇总", "qz", "qiu zong"),
        ("查工", "zg", "zha gong"),
        ("厦门ABC 12", "xmabc12", "xia men abc 12"),
        ("吕布", "lb", "lv bu"),
        ("", "", ""),
        ("👍", "", ""),
        ("Ｈello", "hello", "hello"),
    ],
)
def test_pinyin(text: str, letters: str, full: str) -> None:
    assert initials(text) == letters
    assert sort_key(text) == full


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("远驰(常州)有限公司", "远驰（常州）"),
        ("远驰(常州)有限公司", "远驰常州有限责任公司"),
        ("远驰有限公司(常州)", "远驰【常州】"),
        ("恒拓自动化股份有限公司", "恒拓自动化"),
        ("恒拓(集团)有限公司", "恒拓集团股份有限公司"),
        ("恒拓自动化公司", "恒拓 自动化 有限公司"),
        ("ＡＢＣ　Co., Ltd.", "abc co ltd"),
        ("ABC Limited", "ABC, Inc."),
        ("恒拓集團股份有限公司", "恒拓"),
        ("恒\u200b拓", "恒拓"),
    ],
)
def test_spellings_of_one_firm_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("远驰上海", "远驰北京"),
        ("远驰有限公司上海分公司", "远驰有限公司北京分公司"),
        ("远驰有限公司上海分公司", "远驰(上海)有限公司"),
        ("上海电气集团自动化有限公司", "上海电气自动化有限公司"),
        ("有限公司", "股份有限公司"),
        ("集团公司", "公司"),
        ("Bag", "B"),
    ],
)
def test_different_firms_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_nothing_but_a_form_stays_what_it_is() -> None:
    assert name_key("有限公司") == "有限公司"
    assert name_key("???") == "???"
    assert name_key("") == ""


def test_likeness_looks_past_place_and_form() -> None:
    assert likeness("常州恒拓自动化有限公司", "恒拓自动化") >= LIKELY
    assert likeness("常州恒拓自动化有限公司", "苏州金陵食品有限公司") < LIKELY


@given(ANY)
def test_no_text_breaks_any_of_it(text: str) -> None:
    assert effective_chars(text) >= 0
    assert is_boilerplate(text) in (True, False)
    assert 0 <= containment(text, "客户关心价格") <= 1
    assert containment(text, text) == (1 if text.strip() else 0)
    assert initials(text).isascii()
    assert sort_key(text).isascii()
    assert bigrams(text) == sorted(set(bigrams(text)))
    assert name_key(name_key(text)) is not None
    clean(text).encode("utf-8")
    assert "\x00" not in clean(text)


@given(st.text(alphabet="客户关心价格和售后服务", max_size=30), st.text(alphabet="客户关心价格和售后服务", max_size=30))
def test_containment_by_substrings_equals_containment_by_sets(new: str, earlier: str) -> None:
    own = trigrams(new)
    if own:
        _key, c = most_alike_spoken(spoken(new), [(1, spoken(earlier))])
        assert c * len(own) == len(own & trigrams(earlier))


@pytest.mark.parametrize("piece", ["啊", "\u0301\u0327", "客户，", "a.", "_", "👨‍👩‍👧", "\ud800", "\x00"])
def test_ten_megabytes_take_seconds_at_most(piece: str) -> None:
    text = piece * (3_000_000 // len(piece))
    start = time.process_time()
    effective_chars(text)
    trigrams(text)
    assert time.process_time() - start < 10
