"""Chinese numerals in front of time words, as digits: 三天内, 十二月二号, 二〇二四年."""

from __future__ import annotations

import re

_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "元": 1,
}
_TWENTY = {"廿": 20, "卅": 30}
_BEFORE_UNIT = re.compile("[〇零一二两三四五六七八九十廿卅百]+(?=\\s*[年月日号个天周时点分秒小礼星工])")


def number_of(numeral: str) -> int | None:
    """The number a numeral names, Arabic or Chinese up to 999; None if it is none."""
    if numeral.isdecimal():
        return int(numeral) if len(numeral) <= 4 else None
    if not numeral:
        return None
    if all(char in _DIGITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral)) if len(numeral) <= 4 else None
    total = 0
    pending: int | None = None
    for char in numeral:
        if char in _DIGITS:
            pending = _DIGITS[char]
        elif char in _TWENTY:
            total, pending = total + _TWENTY[char], None
        elif char in ("十", "百"):
            total, pending = total + (1 if pending is None else pending) * (10 if char == "十" else 100), None
        else:
            return None
    return total + (pending or 0)


def chinese_numerals_to_digits(text: str) -> str:
    """Replace numerals that stand before a unit of time by digits; everything else stays."""
    if text.isascii():
        return text
    return _BEFORE_UNIT.sub(lambda match: str(number_of(match[0]) or 0), text)
