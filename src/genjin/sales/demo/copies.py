"""Which earlier text a new one resembles most, found by an inverted index instead of text by text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import datetime

from genjin.lib.text.novelty import trigrams
from genjin.sales.activity.seen import CUSTOMER_TEXTS, REP_DAYS, REP_TEXTS
from genjin.sales.activity.subject import EarlierText


class CopyFinder:
    """Of all that a submit would see, the one or two texts that decide the verdict; the judge itself compares them."""

    def __init__(self) -> None:
        self._by_author: dict[int, _Shelf] = defaultdict(lambda: _Shelf(REP_TEXTS))
        self._by_customer: dict[int, _Shelf] = defaultdict(lambda: _Shelf(CUSTOMER_TEXTS))

    def candidates(self, text: str, author: int, customer: int, recorded_at: datetime) -> list[EarlierText]:
        """The author's and the customer's earlier text that hold most of this one."""
        own = trigrams(text)
        found = (
            self._by_author[author].most_alike(own, recorded_at - REP_DAYS),
            self._by_customer[customer].most_alike(own, None),
        )
        return [earlier for earlier in found if earlier is not None]

    def add(self, author: int, customer: int, recorded_at: datetime, earlier: EarlierText) -> None:
        """Remember a record once it is judged; records come in the order of recording."""
        own = trigrams(earlier.body)
        self._by_author[author].add(own, recorded_at, earlier)
        self._by_customer[customer].add(own, recorded_at, earlier)


class _Shelf:
    """The texts of one author or about one customer."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._texts: list[EarlierText] = []
        self._recorded: list[datetime] = []

    def most_alike(self, own: frozenset[str], since: datetime | None) -> EarlierText | None:
        first = max(0, len(self._texts) - self._limit)
        if since is not None:
            first = max(first, bisect_left(self._recorded, since))
        shared: Counter[int] = Counter()
        for gram in own:
            holders = self._holders.get(gram)
            if holders:
                shared.update(holders[bisect_left(holders, first) :])
        return self._texts[max(shared, key=shared.__getitem__)] if shared else None

    def add(self, own: frozenset[str], recorded_at: datetime, earlier: EarlierText) -> None:
        for gram in own:
            self._holders[gram].append(len(self._texts))
        self._texts.append(earlier)
        self._recorded.append(recorded_at)
