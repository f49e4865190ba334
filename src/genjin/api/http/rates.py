"""How fast one token may ask: a bucket per token and process, so that one runaway script does not slow everybody."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from genjin.api.http.errors import TooManyRequests

#: Far above the 100 a second that the contract promises, far below what a loop without a pause does on real hardware.
PER_SECOND = 2000
BURST = 4000
_MOST_TOKENS = 10_000


class Buckets:
    """Token buckets by key; the one unused for longest goes first when there are too many."""

    def __init__(self, per_second: float, burst: float) -> None:
        self.per_second, self.burst = per_second, burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: float) -> bool:
        """Take one request out of `key`'s bucket; False when it is empty. `now` in monotonic seconds."""
        with self._lock:
            level, at = self._levels.pop(key, (self.burst, now))
            level = min(self.burst, level + (now - at) * self.per_second)
            is_enough = level >= 1
            self._levels[key] = (level - 1 if is_enough else level, now)
            if len(self._levels) > _MOST_TOKENS:
                self._levels.popitem(last=False)
            return is_enough


buckets = Buckets(PER_SECOND, BURST)


def limit(key: str) -> None:
    """Count one request. Raises TooManyRequests."""
    if not buckets.take(key, time.monotonic()):
        raise TooManyRequests
