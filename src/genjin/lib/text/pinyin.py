"""Pinyin of names, for search by initials and for sorting: a table lookup per character, as pypinyin is slow."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from genjin.lib.text.normal import nfkc

# Readings of common surnames that the dictionary's first reading misses.
SURNAMES: dict[str, str] = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "缪": "miao",
    "翟": "zhai",
    "尉": "wei",
    "冼": "xian",
    "覃": "qin",
    "谌": "chen",
    "晁": "chao",
    "逄": "pang",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "单于": "chan yu",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "令狐": "ling hu",
}
# Nobody calls a firm 曾经 …: this surname is read as one in front of anything.
_ALWAYS_SURNAME = frozenset({"曾", "翟", "覃", "缪"})
_PERSON_CHARS = 4
_LATIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class _Tables:
    initials: dict[int, str]
    syllables: dict[int, str]
    heads: frozenset[str]
    phrases: dict[str, tuple[str, ...]]
    words: frozenset[str]


def initials(text: str) -> str:
    """`重庆长城` → `cqcc`; letters and digits stay, all else drops out."""
    folded = nfkc(text).casefold()
    if folded.isascii():
        return _LATIN.sub("", folded)
    tables = _tables()
    result = _with_phrases(folded, tables, short=True).translate(tables.initials)
    return result if result.isalnum() and result.isascii() else _LATIN.sub("", result)


def sort_key(text: str) -> str:
    """Full pinyin, a space between syllables so that xi an comes before xian: `chong qing chang cheng`."""
    folded = nfkc(text).casefold()
    if folded.isascii():
        return " ".join(_LATIN.split(folded)).strip()
    tables = _tables()
    return " ".join(_LATIN.sub(" ", _with_phrases(folded, tables, short=False).translate(tables.syllables)).split())


def _with_phrases(folded: str, tables: _Tables, *, short: bool) -> str:
    """Replace what a character alone would misread: phrases such as 重庆, and a surname in front of a person."""
    surname = _surname(folded, tables)
    if surname:
        reading = tuple(SURNAMES[surname].split())
        return _spelled(reading, short=short) + _with_phrases(folded[len(surname) :], tables, short=short)
    if len(folded) < 2:
        return folded
    heads = tables.heads
    hits = [at for at in range(len(folded) - 1) if folded[at : at + 2] in heads]
    if not hits:
        return folded
    parts: list[str] = []
    done = 0
    for at in hits:
        if at < done:
            continue
        for length in (4, 3, 2):
            readings = tables.phrases.get(folded[at : at + length])
            if readings:
                parts += folded[done:at], _spelled(readings, short=short)
                done = at + length
                break
    parts.append(folded[done:])
    return "".join(parts)


def _spelled(syllables: tuple[str, ...], *, short: bool) -> str:
    return "".join(syllable[0] for syllable in syllables) if short else f" {' '.join(syllables)} "


def _surname(folded: str, tables: _Tables) -> str:
    two, one = folded[:2], folded[:1]
    if len(two) == 2 and two in SURNAMES:
        return two
    if one not in SURNAMES:
        return ""
    if one in _ALWAYS_SURNAME:
        return one
    # 解放 and 单位 are words, 解放军路 a road: a surname stands before a short name only.
    is_word = any(folded[:length] in tables.words for length in (2, 3, 4))
    return one if 2 <= len(folded) <= _PERSON_CHARS and not is_word else ""


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """Built once per process in about 0.4 s; phrases are kept only where they read otherwise than their characters."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    plain = _Plain()
    first = {code: plain[readings.split(",")[0]] for code, readings in pinyin_dict.items()}
    phrases: dict[str, tuple[str, ...]] = {}
    words = set()
    for phrase, readings in phrases_dict.items():
        if not 2 <= len(phrase) <= 4 or len(readings) != len(phrase):
            continue
        if phrase[0] in SURNAMES:
            words.add(phrase)
        syllables = tuple(plain[reading[0]] for reading in readings)
        if all(syllables) and syllables != tuple(first.get(ord(char), "") for char in phrase):
            phrases[phrase] = syllables
    return _Tables(
        initials={code: syllable[:1] for code, syllable in first.items()},
        syllables={code: f" {syllable} " for code, syllable in first.items()},
        heads=frozenset(phrase[:2] for phrase in phrases),
        phrases=phrases,
        words=frozenset(words),
    )


class _Plain(dict[str, str]):
    """Toneless ASCII of a reading, computed once for each of the 1,500 there are: `lǘ` → `lv`."""

    def __missing__(self, reading: str) -> str:
        letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
        plain = "".join(char for char in letters if "a" <= char <= "z")
        self[reading] = plain
        return plain
