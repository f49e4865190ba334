"""A plain judge for tests of the simulation, written from facts/measures.md without the product's checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from genjin.lib.text.effective import effective_chars, is_boilerplate
from genjin.lib.text.novelty import trigrams
from genjin.sales.demo.world import FollowUp, World

COPY_DAYS = 90


@dataclass(frozen=True)
class Verdict:
    eff: int
    novel: float
    reasons: tuple[str, ...]
    is_valid: bool


class _Earlier:
    """Inverted index of trigrams: how much of a text stands in one earlier text."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._days: list[date] = []

    def most_shared(self, own: frozenset[str], since: date) -> int:
        shared = Counter(chain.from_iterable(self._holders.get(gram, ()) for gram in own))
        return max((count for index, count in shared.items() if self._days[index] >= since), default=0)

    def add(self, own: frozenset[str], day: date) -> None:
        for gram in own:
            self._holders[gram].append(len(self._days))
        self._days.append(day)


def judge(world: World) -> dict[int, Verdict]:
    """The verdict of every follow-up, judged in the order of recording."""
    by_rep: dict[str, _Earlier] = defaultdict(_Earlier)
    by_customer: dict[int, list[frozenset[str]]] = defaultdict(list)
    small_photos = {photo.key for photo in world.photos if photo.is_small}
    used: set[int] = set()
    verdicts: dict[int, Verdict] = {}
    for record in sorted(world.follow_ups, key=lambda record: (record.recorded_at, record.key)):
        own, day, eff = trigrams(record.text), record.occurred_at.date(), effective_chars(record.text)
        shared = max(
            by_rep[record.author].most_shared(own, day - timedelta(days=COPY_DAYS)),
            max((len(own & earlier) for earlier in by_customer[record.customer]), default=0),
        )
        containment = shared / len(own) if own else 0.0
        by_rep[record.author].add(own, day)
        by_customer[record.customer].append(own)
        novel = eff * (1 - containment)
        if record.kind == "visit":
            reasons = tuple(_faults(record, eff, containment, used | small_photos))
            used.update(record.photos)
            verdicts[record.key] = Verdict(eff, novel, reasons, not reasons)
        else:
            verdicts[record.key] = Verdict(eff, novel, (), novel >= 15)
    return verdicts


def _faults(record: FollowUp, eff: int, containment: float, spent: set[int]) -> list[str]:
    found = []
    if record.need_type is None:
        found.append("need_type_required")
    if set(record.photos) <= spent and not any(name.endswith(".jpg") for name in record.attachments):
        found.append("photo_reused" if record.photos else "photo_required")
    step, recorded_on = record.next_step, record.recorded_at.date()
    if step is None:
        found.append("next_step_required")
    elif effective_chars(step.text) < 4 or is_boilerplate(step.text):
        found.append("next_step_unclear")
    elif step.due_on is None or not recorded_on <= step.due_on <= recorded_on + timedelta(days=90):
        found.append("next_step_due")
    if eff < 15:
        found.append("text_too_short")
    if is_boilerplate(record.text):
        found.append("text_boilerplate")
    if containment >= 0.8:
        found.append("text_copied")
    return found
