"""Deadlocks and serialization failures: tried again without anybody noticing, and never a half or doubled effect."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction

from genjin.kernel.events import drain as draining
from genjin.kernel.events.drain import Happened, drain, subscribe
from genjin.kernel.events.emit import emit, event_row
from genjin.kernel.events.models import Event
from genjin.kernel.jobs.retry import RETRIES, retrying
from genjin.kernel.people.actor import SYSTEM
from genjin.kernel.work.models import Task
from genjin.sales.models import Customer, Visit
from tests.api.caller import Caller, ok, problem
from tests.factories import Cast, cast, customer, visit_body
from tests.web.reader import enter

pytestmark = [pytest.mark.sql, pytest.mark.django_db(transaction=True)]

STATES = ("40P01", "40001")


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return cast()


def refuse(table: str, sqlstate: str, times: int) -> None:
    """The next `times` inserts into a table fail; a sequence counts them, for a rollback does not take it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            create sequence refused_{table};
            create function refuse_{table}() returns trigger language plpgsql as $f$ begin
              if nextval('refused_{table}') <= {times} then
                raise exception 'injected' using errcode = '{sqlstate}';
              end if;
              return null;
            end $f$;
            create trigger refuse_{table} after insert on {table} for each row execute function refuse_{table}();
            """
        )


@pytest.mark.parametrize("times", [1, RETRIES])
@pytest.mark.parametrize("sqlstate", STATES)
def test_a_visit_refused_in_passing_is_recorded_once(people: Cast, sqlstate: str, times: int) -> None:
    rep, body = Caller(people.rep), visit_body(people.rep, customer(people.rep))
    refuse("sales_visit", sqlstate, times)
    first = ok(rep.post("/visits", body, Idempotency_Key="k"), 201)
    assert ok(rep.post("/visits", body, Idempotency_Key="k"), 201) == first
    assert (Visit.objects.count(), Task.objects.count()) == (1, 1)
    assert Event.objects.filter(kind="visit.recorded").count() == 1


@pytest.mark.parametrize("sqlstate", STATES)
def test_a_visit_saved_on_the_phone_is_recorded_once(people: Cast, sqlstate: str) -> None:
    body = visit_body(people.rep, customer(people.rep))
    browser = enter(people.rep)
    refuse("sales_visit", sqlstate, 1)
    saved = browser.post("/visits/", body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert saved.status_code in (200, 201), saved.content[:400]
    assert Visit.objects.count() == Task.objects.count() == 1


@pytest.mark.parametrize("sqlstate", STATES)
def test_a_route_of_several_statements_is_run_again_as_a_whole(people: Cast, sqlstate: str) -> None:
    refuse("sales_customer", sqlstate, 2)
    ok(Caller(people.rep).post("/customers", {"name": "远驰"}, Idempotency_Key="k"), 201)
    assert Customer.objects.count() == 1
    assert Event.objects.filter(kind="customer.created").count() == 1


def test_one_more_refusal_than_retries_is_a_clear_answer_and_nothing_written(people: Cast) -> None:
    rep, body = Caller(people.rep), visit_body(people.rep, customer(people.rep))
    refuse("sales_visit", "40P01", RETRIES + 1)
    refused = rep.post("/visits", body, Idempotency_Key="k")
    problem(refused, 503, "unavailable")
    assert refused["Retry-After"] == "1"
    assert (Visit.objects.count(), Task.objects.count()) == (0, 0)
    ok(rep.post("/visits", body, Idempotency_Key="k"), 201)


def test_nothing_is_tried_again_within_a_callers_transaction(transactional_db: None) -> None:
    runs: list[int] = []

    def fail() -> None:
        runs.append(1)
        with connection.cursor() as cursor:
            cursor.execute("do $$ begin raise exception 'injected' using errcode = '40001'; end $$")

    with pytest.raises(OperationalError):
        retrying(fail)
    assert len(runs) == RETRIES + 1
    with pytest.raises(OperationalError), transaction.atomic():
        retrying(fail)
    assert len(runs) == RETRIES + 2


@pytest.fixture
def own_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "_subscribers", {})


def test_events_met_by_a_deadlock_are_handed_out_again(transactional_db: None, own_subscribers: None) -> None:
    seen: list[int] = []

    def meet(events: list[Happened]) -> None:
        seen.extend(e.record_id for e in events)
        if len(seen) == 1:
            with connection.cursor() as cursor:
                cursor.execute("do $$ begin raise exception 'injected' using errcode = '40P01'; end $$")

    subscribe(["a"], "test", meet)
    emit([event_row("a", "visit", 8, SYSTEM, dedupe_key="k")])
    with pytest.raises(OperationalError):
        drain()
    assert Event.objects.filter(drained_at=None).count() == 1
    assert drain() == 1
    assert seen == [8, 8]
