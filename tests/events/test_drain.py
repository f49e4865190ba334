"""Events reach their subscribers once, in order per record; one that fails harms nobody else."""

from __future__ import annotations

import pytest

from genjin.kernel.events import drain as draining
from genjin.kernel.events.drain import Happened, drain, subscribe
from genjin.kernel.events.emit import MAX_DEPTH, emit, event_row
from genjin.kernel.events.models import Event
from genjin.kernel.people.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "_subscribers", {})


def happen(kind: str, record: int, key: str, depth: int = 0) -> None:
    emit([event_row(kind, "visit", record, SYSTEM, dedupe_key=key, depth=depth)])


def test_each_event_is_handed_out_once_in_order() -> None:
    seen: list[int] = []
    subscribe(["a"], "test", lambda events: seen.extend(e.record_id for e in events))
    for n in range(20):
        happen("a", 8, f"k{n}")
    happen("b", 8, "other kind")
    assert drain() == 21
    assert drain() == 0
    assert len(seen) == 20
    assert not Event.objects.filter(drained_at=None).exists()


def test_the_same_thing_happens_once() -> None:
    happen("a", 1, "same")
    happen("a", 1, "same")
    assert Event.objects.count() == 1


def test_order_within_a_record_is_kept() -> None:
    seen: list[tuple[int, int]] = []
    subscribe(["a"], "test", lambda events: seen.extend((e.record_id, e.id) for e in events))
    for n in range(50):
        happen("a", n % 5, f"k{n}")
    drain()
    for record in range(5):
        ids = [i for r, i in seen if r == record]
        assert ids == sorted(ids)


def test_a_failing_subscriber_keeps_the_others_whole() -> None:
    seen: list[int] = []

    def fail(events: list[Happened]) -> None:
        emit([event_row("written by the failing one", "visit", 1, SYSTEM, dedupe_key="gone")])
        raise RuntimeError

    subscribe(["a"], "bad", fail)
    subscribe(["a"], "good", lambda events: seen.extend(e.id for e in events))
    happen("a", 1, "k")
    drain()
    assert len(seen) == 1
    assert not Event.objects.filter(dedupe_key="gone").exists()


def test_a_chain_too_deep_stops() -> None:
    seen: list[int] = []
    subscribe(["a"], "test", lambda events: seen.extend(e.id for e in events))
    happen("a", 1, "deep", depth=MAX_DEPTH + 1)
    drain()
    assert seen == []
