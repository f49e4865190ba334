"""Timers fire once when due, a poison one is pushed forward; limits hold in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from genjin.kernel.jobs import clock
from genjin.kernel.jobs.limits import Limit, clear, spent, take
from genjin.kernel.jobs.models import ClockShift, Timer
from genjin.kernel.jobs.timers import cancel_timer, fire_due, kinds, set_timer

pytestmark = pytest.mark.django_db


def test_what_is_due_fires_once_and_what_is_not_waits() -> None:
    fired: list[tuple[str, Any]] = []
    with kinds.temporarily("test", lambda key, payload: fired.append((key, payload))):
        set_timer("due", "test", clock.now() - timedelta(seconds=1), {"id": 7})
        set_timer("later", "test", clock.now() + timedelta(hours=1))
        assert fire_due() == 1
        assert fire_due() == 0
    assert fired == [("due", {"id": 7})]
    assert Timer.objects.get().key == "later"


def test_moving_a_timer_is_an_update_and_cancelling_forgets_it() -> None:
    set_timer("one", "test", clock.now())
    set_timer("one", "test", clock.now() + timedelta(days=1))
    assert Timer.objects.count() == 1
    cancel_timer("one")
    assert not Timer.objects.exists()


def test_a_poison_timer_is_pushed_forward_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    fired: list[str] = []

    def explode(key: str, payload: dict[str, Any]) -> None:
        if key == "poison":
            raise RuntimeError
        fired.append(key)

    with kinds.temporarily("test", explode):
        set_timer("poison", "test", clock.now() - timedelta(seconds=2))
        set_timer("good", "test", clock.now() - timedelta(seconds=1))
        fire_due()
    assert fired == ["good"]
    left = Timer.objects.get()
    assert (left.key, left.attempts, left.last_error) == ("poison", 1, "RuntimeError")
    assert left.due_at > clock.now()


def test_a_limit_is_spent_and_forgotten_after_a_success() -> None:
    limit = Limit(2, timedelta(minutes=15))
    assert [take("k", limit) for _ in range(3)] == [True, True, False]
    assert spent("k", limit)
    assert not spent("other", limit)
    clear("k")
    assert take("k", limit)


def test_the_demos_clock_moves_everything_that_asks_the_clock() -> None:
    before = clock.now()
    ClockShift.objects.create(shift=timedelta(days=14))
    assert clock.now() - before == timedelta(days=14)
    assert clock.today() == clock.local_day(before) + timedelta(days=14)
