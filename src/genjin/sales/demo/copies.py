"""Which earlier text a new one resembles most, found by an inverted index instead of text by text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from datetime import datetime, timedelta
from itertools import chain

from genjin.sales.activity.seen import CUSTOMER_TEXTS, REP_DAYS, REP_TEXTS
from genjin.sales.activity.subject import EarlierText

Grams = frozenset[str]


class CopyFinder:
    """Of all that a submit would see, the one or two texts that decide the verdict; the judge itself compares them."""

    def __init__(self) -> None:
        self._by_author: dict[int, _Shelf] = defaultdict(_Shelf)
        self._by_customer: dict[int, deque[tuple[Grams, EarlierText]]] = defaultdict(
            lambda: deque(maxlen=CUSTOMER_TEXTS)
        )

    def candidates(self, own: Grams, author: int, customer: int, recorded_at: datetime) -> list[EarlierText]:
        """The author's and the customer's earlier text that hold most of these trigrams."""
        mine = self._by_author[author].most_alike(own, recorded_at)
        theirs = max(self._by_customer[customer], key=lambda entry: len(own & entry[0]), default=None)
        return [earlier for earlier in (mine, theirs and theirs[1]) if earlier is not None]

    def add(self, own: Grams, author: int, customer: int, recorded_at: datetime, earlier: EarlierText) -> None:
        """Remember a record once it is judged; records come by time of recording."""
        self._by_author[author].add(own, recorded_at, earlier)
        self._by_customer[customer].append((own, earlier))


class _Shelf:
    """The texts of one author: hundreds at a time, so they are found by their trigrams."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._texts: list[EarlierText] = []
        self._recorded: list[datetime] = []

    def most_alike(self, own: Grams, now: datetime) -> EarlierText | None:
        first = max(len(self._texts) - REP_TEXTS, bisect_left(self._recorded, now - timedelta(days=REP_DAYS)), 0)
        holders = self._holders
        found = [held[bisect_left(held, first) :] for gram in own if (held := holders.get(gram))]
        shared = Counter(chain.from_iterable(found))
        return self._texts[max(shared, key=shared.__getitem__)] if shared else None

    def add(self, own: Grams, recorded_at: datetime, earlier: EarlierText) -> None:
        serial, holders = len(self._texts), self._holders
        for gram in own:
            holders[gram].append(serial)
        self._texts.append(earlier)
        self._recorded.append(recorded_at)
