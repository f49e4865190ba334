"""Telephone numbers as they stand in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.phones import Phone, PhoneDigitsLost, PhoneInvalid, mask, parse_phone

MOBILE = "+8613800138000"
LANDLINE = "+8651983123456"


@pytest.mark.parametrize(
    "raw",
    [
        13800138000,
        13800138000.0,
        8613800138000.0,
        "13800138000",
        "13800138000.0",
        "１３８００１３８０００",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "(+86)13800138000",
        "008613800138000",
        "8613800138000",
        "86-13800138000",
        "013800138000",
        "'13800138000",
        "'+8613800138000",
        "1.3800138000E+10",
        "手机:13800138000",
        "张三13800138000",
        "13800138000(张三)",
        "Tel: 13800138000",
        "138\u200b00138000",
    ],
)
def test_a_mobile_number_in_many_spellings(raw: object) -> None:
    assert parse_phone(raw) == Phone(MOBILE)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("0519-83123456", Phone(LANDLINE)),
        ("051983123456", Phone(LANDLINE)),
        (51983123456.0, Phone(LANDLINE)),
        ("0519-8312 3456-802", Phone(LANDLINE, "802")),
        ("0519-8312-3456", Phone(LANDLINE)),
        ("(0519)83123456转802", Phone(LANDLINE, "802")),
        ("（0519）83123456 分机 802", Phone(LANDLINE, "802")),
        ("０５１９－８３１２３４５６", Phone(LANDLINE)),
        ("0519—83123456ext.802", Phone(LANDLINE, "802")),
        ("+86-519-83123456", Phone(LANDLINE)),
        ("0519-8312345-802", Phone("+865198312345", "802")),
        ("021-6123-4567-802", Phone("+862161234567", "802")),
        ("010-62345678", Phone("+861062345678")),
        ("400-820-8820", Phone("+864008208820")),
        ("800 810 1234", Phone("+868008101234")),
        ("95588", Phone("+8695588")),
        ("+1 (415) 555-0132", Phone("+14155550132")),
        ("0044 20 7946 0958", Phone("+442079460958")),
    ],
)
def test_other_numbers(raw: object, expected: Phone) -> None:
    assert parse_phone(raw) == expected


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        ("13800138000/13900139000", ("13900139000",)),
        ("13800138000、0519-83123456", ("0519-83123456",)),
        ("13800138000 13900139000", ("13900139000",)),
        ("13800138000;13900139000;13700137000", ("13900139000", "13700137000")),
        ("13800138000\n13900139000", ("13900139000",)),
        ("张三13800138000 李四13900139000", ("李四13900139000",)),
        ("无/13800138000", ("无",)),
    ],
)
def test_of_several_the_first_is_taken_and_the_rest_reported(raw: str, rest: tuple[str, ...]) -> None:
    assert parse_phone(raw) == Phone(MOBILE, "", rest)


@pytest.mark.parametrize(
    "raw", ["1.38E+10", "1.38e10", "1.38001E+10", "１．３８Ｅ＋１０", "1.38E+10/1.39E+10", "########"]
)
def test_lost_digits_are_said_and_never_guessed(raw: str) -> None:
    with pytest.raises(PhoneDigitsLost) as refused:
        parse_phone(raw)
    assert refused.value.code == "phone_digits_lost"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        None,
        True,
        "abc",
        "83123456",
        "12345678901",
        "1380013800",
        "138001380001",
        "+0013800138000",
        0.5,
        -1,
        float("nan"),
        float("inf"),
        1e300,
        10**400,
        "2024-03-05",
        "0519-0312345",
        "1" * 10_000,
        "\ud800",
        b"13800138000",
    ],
)
def test_what_is_no_number_is_refused(raw: object) -> None:
    with pytest.raises(PhoneInvalid):
        parse_phone(raw)


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        (MOBILE, "138****8000"),
        (LANDLINE, "0519****3456"),
        ("+862161234567", "021****4567"),
        ("+8695588", "****88"),
        ("", ""),
    ],
)
def test_a_masked_number_keeps_its_ends_only(e164: str, shown: str) -> None:
    assert mask(e164) == shown


@given(st.text(max_size=40) | st.text(alphabet="0123456789+-() /转.eE", max_size=30) | st.floats() | st.integers())
def test_nothing_but_e164_or_a_refusal_comes_out(raw: object) -> None:
    try:
        phone = parse_phone(raw)
    except (PhoneInvalid, PhoneDigitsLost):
        return
    assert phone.e164[0] == "+"
    assert phone.e164[1:].isdigit()
    assert phone.e164.isascii()
    assert 5 <= len(phone.e164) <= 16
    assert parse_phone(phone.e164).e164 == phone.e164
