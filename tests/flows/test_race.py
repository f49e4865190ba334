"""Two workers look at the same customer at the same time: one episode, one flag, one task."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections

from genjin.kernel.flows import watches
from genjin.kernel.flows.models import Episode
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.records.models import Flag
from genjin.kernel.work.models import Task
from tests.factories import cast
from tests.flows.arrange import customer_since

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

KEY = "silent_customer"
RIVALS = 6


def rush() -> list[Exception]:
    """Several evaluations that begin together; what they raised."""
    gate = threading.Barrier(RIVALS)
    raised: list[Exception] = []
    day = clock.today() + timedelta(days=14)

    def one() -> None:
        try:
            gate.wait(10)
            evaluate(KEY, as_of=day)
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def arrange() -> None:
    people = cast()
    evaluate(KEY)
    for _ in range(20):
        customer_since(people.rep, clock.today())


def test_rivals_make_one_of_each() -> None:
    arrange()
    assert rush() == []
    assert (Episode.objects.count(), Flag.objects.count(), Task.objects.count()) == (20, 20, 20)


def test_without_the_lock_the_rivals_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the unique index still holds, but evaluations fail."""
    arrange()
    meeting = threading.Barrier(RIVALS)

    def no_lock(key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        meeting.wait(10)

    monkeypatch.setattr(watches, "lock", no_lock)
    raised = rush()
    assert raised
    assert all(isinstance(error, IntegrityError) for error in raised)
    assert Episode.objects.count() == 20
