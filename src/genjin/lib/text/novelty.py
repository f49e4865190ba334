"""How much of a text is new beside earlier ones: character trigrams and containment (facts/measures.md §1, W3)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import TypeVar

from genjin.lib.text.normal import seen

K = TypeVar("K", bound=Hashable)

NEAR_COPY = Fraction(4, 5)

_SPOKEN = re.compile(r"[^\W_]+")
# Nobody reads, let alone types, more than this into a note; it bounds the memory of one comparison.
_COMPARED_CHARS = 200_000


def trigrams(text: str) -> frozenset[str]:
    """Trigrams of the NFKC text without whitespace, punctuation and symbols; case is kept."""
    return _trigrams(_spoken(text))


def containment(new: str, earlier: str) -> Fraction:
    """Share of `new` that stands in `earlier`: |S∩P|/|S|; below three characters 1 if equal, else 0."""
    return most_alike(new, [(0, earlier)])[1]


def most_alike(new: str, earlier: Iterable[tuple[K, str]]) -> tuple[K | None, Fraction]:
    """Key of the earlier text that holds most of `new`, the first among equals, and the containment; (None, 0) if none."""
    spoken = _spoken(new)
    if len(spoken) < 3:
        return _equal_to(new, spoken, earlier)
    own = _trigrams(spoken)
    best_key: K | None = None
    best = 0
    for key, text in earlier:
        shared = len(own & _trigrams(_spoken(text)))
        if shared > best:
            best_key, best = key, shared
            if best == len(own):
                break
    return best_key, Fraction(best, len(own))


def novel_chars(eff: int, c: Fraction) -> Fraction:
    """Effective characters that are new: eff × (1 − c), exact."""
    return eff * (1 - Fraction(c))


def _spoken(text: str) -> str:
    return "".join(_SPOKEN.findall(seen(text[:_COMPARED_CHARS])))


def _trigrams(spoken: str) -> frozenset[str]:
    return frozenset(map("".join, zip(spoken, spoken[1:], spoken[2:], strict=False)))


def _equal_to(new: str, spoken: str, earlier: Iterable[tuple[K, str]]) -> tuple[K | None, Fraction]:
    """Too short for trigrams: equal or not. Nothing at all is no copy of nothing."""
    if not new.strip():
        return None, Fraction(0)
    for key, text in earlier:
        if _spoken(text) == spoken and (spoken or text.strip() == new.strip()):
            return key, Fraction(1)
    return None, Fraction(0)
