"""Character bigrams for the search entry: the index that finds two Chinese characters (facts/dependencies.md §1)."""

from __future__ import annotations

import re
from itertools import pairwise

from genjin.lib.text.normal import nfkc

_APART = re.compile(r"[\W_]+")


def bigrams(text: str) -> list[str]:
    """Sorted bigrams of the folded text. Brackets, spaces and signs join what they part: people leave them out."""
    folded = searchable(text)
    return sorted(set(map("".join, pairwise(folded))))


def query_grams(q: str) -> list[str]:
    """Bigrams an entry must hold to match `q`; empty when `q` is too short for the index to help."""
    return bigrams(q)


def name_grams(name: str, initials: str) -> list[str]:
    """Bigrams of a name together with those of its pinyin initials, in one array for one index."""
    return sorted({*map("".join, pairwise(searchable(name))), *map("".join, pairwise(initials))})


def searchable(text: str) -> str:
    """The text as bigrams see it: NFKC, case folded, letters and digits only. What a LIKE is compared with."""
    return _APART.sub("", nfkc(text).casefold())
