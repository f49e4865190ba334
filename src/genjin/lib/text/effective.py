"""Effective characters (有效字数): how much a text says once padding is out (facts/measures.md §1, W2)."""

from __future__ import annotations

import re
from functools import lru_cache

from genjin.lib.text.normal import seen, storable

STOCK_PHRASES: tuple[str, ...] = (
    "常规问候",
    "已联系",
    "待反馈",
    "同上",
    "暂无",
    "正常拜访",
    "客户在忙",
    "无",
)

# Everything that is neither letter nor digit parts tokens; . - _ / do so unless they stand inside one.
_SEPARATORS = re.compile(
    r"(?:[^\w.\-/]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|(?<![A-Za-z0-9])[.\-/]|[.\-/](?![A-Za-z0-9]))+"
)
_RUNS = re.compile(r"(.)\1{2,}", re.DOTALL)
_COUNTED = re.compile(
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]|[A-Za-z0-9]+(?:[.\\-_/][A-Za-z0-9]+)*"
)


def effective_chars(text: str, stock: tuple[str, ...] = STOCK_PHRASES) -> int:
    """Each ideograph and each Latin or number token counts 1; stock phrases, emoji and punctuation count 0."""
    return _count(_without_stock(_plain(text), stock))


def is_boilerplate(text: str, stock: tuple[str, ...] = STOCK_PHRASES) -> bool:
    """The text had something, and nothing is left once the stock phrases are out."""
    plain = _plain(text)
    return _count(plain) > 0 and _count(_without_stock(plain, stock)) == 0


def clean(text: str) -> str:
    """The text as it may be stored: without NUL, control characters and lone surrogates, else unaltered."""
    return storable(text)


def _plain(text: str) -> str:
    return _RUNS.sub(r"\1\1", _SEPARATORS.sub(" ", seen(text))).strip()


def _without_stock(plain: str, stock: tuple[str, ...]) -> str:
    phrases, alone = _prepared(tuple(stock))
    for phrase in phrases:
        plain = plain.replace(phrase, " ")
    return alone.sub(" ", plain) if alone is not None else plain


@lru_cache(maxsize=64)
def _prepared(stock: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """The phrases, longest first, and a pattern for those of one character, which count as a whole segment only:
    无 must not eat into 无锡 or 无法."""
    plain = {_plain(phrase) for phrase in stock} - {""}
    phrases = sorted((phrase for phrase in plain if len(phrase) > 1), key=lambda phrase: (-len(phrase), phrase))
    single = "".join(re.escape(phrase) for phrase in sorted(plain) if len(phrase) == 1)
    alone = re.compile(rf"(?<![^\s.\-_/])[{single}](?![^\s.\-_/])") if single else None
    return tuple(phrases), alone


def _count(plain: str) -> int:
    return len(_COUNTED.findall(plain))
