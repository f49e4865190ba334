"""How much of a text is new beside earlier ones: character trigrams and containment (facts/measures.md §1, W3)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from genjin.lib.text.normal import seen

K = TypeVar("K", bound=Hashable)

NEAR_COPY = Fraction(4, 5)

#: Longer texts are rare and their trigrams large: at 4,096 remembered ones this bounds the memory to some 30 MB.
_REMEMBERED_CHARS = 300

_SPOKEN = re.compile(r"[^\W_]+")
# Nobody reads, let alone types, more than this into a note; it bounds the memory of one comparison.
_COMPARED_CHARS = 200_000


def trigrams(text: str) -> frozenset[str]:
    """Trigrams of the NFKC text without whitespace, punctuation and symbols; case is kept."""
    return _trigrams(spoken(text))


def containment(new: str, earlier: str) -> Fraction:
    """Share of `new` that stands in `earlier`: |S∩P|/|S|; below three characters 1 if equal, else 0."""
    return most_alike(new, [(0, earlier)])[1]


def most_alike(new: str, earlier: Iterable[tuple[K, str]]) -> tuple[K | None, Fraction]:
    """Key of the earlier text that holds most of `new` (the first among equals) and the containment; else (None, 0)."""
    said = spoken(new)
    if not said:
        # Emoji and signs only: equal or not. Nothing at all is no copy of nothing.
        bare = new.strip()
        return next(((key, Fraction(1)) for key, text in earlier if bare and text.strip() == bare), (None, Fraction(0)))
    return most_alike_spoken(said, ((key, spoken(text)) for key, text in earlier))


def most_alike_spoken(said: str, earlier: Iterable[tuple[K, str]]) -> tuple[K | None, Fraction]:
    """As `most_alike`, over texts that went through `spoken` before.

    A rep's next note is held against nearly the same texts as his last: the trigrams of short ones are remembered, which
    makes it 0.4 ms for 300 texts instead of 1.3.
    """
    if len(said) < 3:
        return next(((key, Fraction(1)) for key, text in earlier if said and text == said), (None, Fraction(0)))
    own = _trigrams(said)
    best_key: K | None = None
    best = 0
    for key, text in earlier:
        shared = len(own & _remembered(text)) if len(text) <= _REMEMBERED_CHARS else _held(own, text)
        if shared > best:
            best_key, best = key, shared
            if best == len(own):
                break
    return best_key, Fraction(best, len(own))


def _held(own: frozenset[str], text: str) -> int:
    """Trigrams of `own` that stand in a long text, without building a set of it."""
    return sum(map(text.__contains__, own))


@lru_cache(maxsize=4096)
def _remembered(said: str) -> frozenset[str]:
    return _trigrams(said)


def novel_chars(eff: int, c: Fraction) -> Fraction:
    """Effective characters that are new: eff × (1 − c), exact."""
    return eff * (1 - Fraction(c))


def spoken(text: str) -> str:
    """The text as copies are compared: NFKC, without whitespace, punctuation and symbols; case is kept."""
    return "".join(_SPOKEN.findall(seen(text[:_COMPARED_CHARS])))


def _trigrams(said: str) -> frozenset[str]:
    return frozenset(map("".join, zip(said, said[1:], said[2:], strict=False)))
