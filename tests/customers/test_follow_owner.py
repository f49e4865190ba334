"""A customer's new owner sees what hangs on him, the old one no longer; whose it was then stays."""

from __future__ import annotations

import pytest

from genjin.kernel.access.scope import visible_to
from genjin.kernel.events.drain import drain
from genjin.kernel.records.search import search
from genjin.kernel.records.write import write
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.customers.move_person import move_person
from genjin.sales.models import Contact, Customer, Interaction, Visit
from tests.factories import cast, contact, customer, fresh, user_of, visit_body


@pytest.mark.django_db
def test_everything_follows_to_the_new_owner() -> None:
    people = cast()
    where = customer(people.rep)
    met = contact(people.rep, where, "覃建国")
    visit = record_visit(people.rep, visit_body(people.rep, where), origin="api").visit_id

    write(people.director, "customer", where, {"owner": "stranger"})
    drain()
    drain()

    for model, key, number in ((Contact, "contact", met), (Visit, "visit", visit)):
        assert visible_to(model.objects.filter(id=number), people.stranger, key).exists()
        assert not visible_to(model.objects.filter(id=number), people.supervisor, key).exists()
    assert [hit.record_id for hit in search(people.stranger, "建国", objects=["contact"])] == [met]
    assert search(people.rep, "建国", objects=["contact"]) == []
    then = Interaction.objects.get(source_id=visit)
    assert (then.owner_then_id, then.team_then_id) == (people.rep.user_id, people.team.id)
    visit_row = Visit.objects.get(id=visit)
    assert (visit_row.author_id, visit_row.owner_id) == (people.rep.user_id, people.stranger.user_id)


@pytest.mark.django_db
def test_a_person_who_moves_takes_his_customers_along() -> None:
    people = cast()
    where = customer(people.rep, "远驰新能源")
    met = contact(people.rep, where, "覃建国")

    move_person(people.admin, user_of(people.rep), team=people.other_team, role="rep")
    drain()

    for model, key, number in ((Customer, "customer", where), (Contact, "contact", met)):
        assert visible_to(model.objects.filter(id=number), fresh(people.other_supervisor), key).exists()
        assert not visible_to(model.objects.filter(id=number), fresh(people.supervisor), key).exists()
    assert [hit.record_id for hit in search(fresh(people.other_supervisor), "新能源", objects=["customer"])] == [where]
