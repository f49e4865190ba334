"""A visit that is taken back counts nowhere, and can be brought back."""

from __future__ import annotations

import pytest

from genjin.kernel.errors import NotFound
from genjin.kernel.events.models import Event
from genjin.kernel.records.write import delete, restore
from genjin.sales.activity.queries import timeline
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.customers.counts import VisitCount, visit_counts
from genjin.sales.models import Customer, Interaction
from tests.factories import Cast, cast, customer, visit_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def test_a_visit_taken_back_counts_nowhere_until_it_is_brought_back(people: Cast) -> None:
    where = customer(people.rep)
    visit = record_visit(people.rep, visit_body(people.rep, where), origin="api").visit_id
    assert visit is not None

    delete(people.supervisor, "visit", visit)

    assert visit_counts([where])[where] == VisitCount(0, 0)
    assert Customer.objects.get(id=where).last_valid_at is None
    assert Interaction.objects.get(source_id=visit).voided_at is not None
    assert timeline(where) == []
    assert Event.objects.get(kind="visit.voided").payload == {"customer": where}

    restore(people.supervisor, "visit", visit)

    assert visit_counts([where])[where] == VisitCount(1, 1)
    assert Customer.objects.get(id=where).last_valid_at is not None
    assert Event.objects.filter(kind="visit.unvoided").exists()


def test_the_rest_stays_when_one_of_two_is_taken_back(people: Cast) -> None:
    where = customer(people.rep)
    first = record_visit(people.rep, visit_body(people.rep, where), origin="api")
    second = record_visit(people.rep, visit_body(people.rep, where), origin="api")
    assert second.visit_id is not None
    delete(people.supervisor, "visit", second.visit_id)
    assert first.row is not None
    assert Customer.objects.get(id=where).last_valid_at == first.row["occurred_at"]


def test_strangers_take_nothing_back(people: Cast) -> None:
    visit = record_visit(people.rep, visit_body(people.rep, customer(people.rep)), origin="api").visit_id
    assert visit is not None
    with pytest.raises(NotFound):
        delete(people.other_supervisor, "visit", visit)
    assert Interaction.objects.get(source_id=visit).voided_at is None
