"""Recording a visit: what is refused, what is kept, what is written, and that it is written once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from genjin.kernel.errors import Refused
from genjin.kernel.events.models import Event
from genjin.kernel.jobs import clock
from genjin.kernel.records.errors import IdempotencyKeyReused
from genjin.kernel.records.models import Draft, Link
from genjin.kernel.records.once import Idempotency
from genjin.kernel.work.models import Task
from genjin.sales.activity import record_visit as recording
from genjin.sales.activity.queries import timeline
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.customers.counts import visit_counts
from genjin.sales.customers.no_photo import answer_no_photo
from genjin.sales.models import Customer, Interaction, Visit
from tests.factories import Cast, cast, contact, customer, photo, visit_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(e.field, e.code) for e in refused.value.errors}


def record(people: Cast, customer_id: int, **changes: Any) -> Any:
    return record_visit(people.rep, visit_body(people.rep, customer_id, **changes), origin="api")


def test_whole_visit_is_valid_and_leaves_a_promise(people: Cast) -> None:
    where = customer(people.rep)
    met = contact(people.rep, where)

    recorded = record(people, where, contact=str(met))

    visit = Visit.objects.get(id=recorded.visit_id)
    assert (visit.is_valid, visit.author_id, visit.owner_id) == (True, people.rep.user_id, people.rep.user_id)
    task = Task.objects.get(id=visit.next_task_id)
    assert (task.kind, task.state, task.owner_id, task.record_id) == ("next_step", "open", people.rep.user_id, where)
    assert task.due_at is not None
    assert task.due_at.astimezone(clock.zone()).strftime("%H:%M") == "18:00"
    interaction = Interaction.objects.get(source="visit", source_id=visit.id)
    assert interaction.is_valid
    assert interaction.next_task_id == task.id
    assert Customer.objects.get(id=where).last_valid_at == visit.occurred_at
    assert Link.objects.get(from_id=visit.id, field="contacts").to_id == met
    assert Event.objects.get(kind="visit.recorded").payload == {"customer": where, "is_valid": True}
    assert [entry.kind for entry in timeline(where)] == ["visit"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"need_type": None}, {("need_type", "need_type_required")}),
        ({"need_type": "gossip"}, {("need_type", "invalid_choice")}),
        ({"photos": []}, {("photos", "photo_required")}),
        ({"next_step": None}, {("next_step.text", "next_step_required")}),
        (
            {"next_step": {"text": "跟进", "due_on": None}},
            {("next_step.text", "next_step_unclear"), ("next_step.due_on", "next_step_required")},
        ),
        ({"next_step": {"text": "带协议文档当面确认", "due_on": "2020-01-01"}}, {("next_step.due_on", "next_step_due_past")}),
        ({"next_step": {"text": "带协议文档当面确认", "due_on": "2099-12-31"}}, {("next_step.due_on", "next_step_due_too_far")}),
        ({"next_step": {"text": "带协议文档当面确认", "due_on": "2026-02-30"}}, {("next_step.due_on", "invalid_date")}),
        ({"text": "客户说价格高"}, {("text", "text_too_short")}),
        ({"text": "常规问候，正常拜访，客户在忙，暂无"}, {("text", "text_too_short"), ("text", "text_boilerplate")}),
    ],
)  # fmt: skip
def test_hollow_visit_is_refused_field_by_field(people: Cast, changes: dict[str, Any], expected: set[Any]) -> None:
    where = customer(people.rep)
    with pytest.raises(Refused) as refused:
        record(people, where, **changes)
    assert codes(refused) == expected
    assert not Visit.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "code",
    [
        "need_type_required",
        "photo_required",
        "photo_too_small",
        "photo_reused",
        "next_step_required",
        "text_too_short",
        "text_copied",
    ],
)
def test_what_is_only_recorded_is_not_valid_all_the_same(people: Cast, code: str) -> None:
    """Where the checks block nothing (a loaded past), each of them alone makes a visit hollow."""
    where = customer(people.rep)
    earlier = visit_body(people.rep, customer(people.rep))
    record_visit(people.rep, earlier, origin="api")
    changes: dict[str, dict[str, Any]] = {
        "need_type_required": {"need_type": None},
        "photo_required": {"photos": []},
        "photo_too_small": {"photos": [str(photo(people.rep, height=600))]},
        "photo_reused": {"photos": earlier["photos"]},
        "next_step_required": {"next_step": None},
        "text_too_short": {"text": "客户说价格高"},
        "text_copied": {"text": earlier["text"]},
    }

    recorded = record_visit(people.rep, visit_body(people.rep, where, **changes[code]), origin="demo")

    interaction = Interaction.objects.get(source="visit", source_id=recorded.visit_id)
    assert (interaction.is_valid, interaction.reasons) == (False, [code])
    assert Customer.objects.get(id=where).last_valid_at is None


def test_a_form_keeps_what_the_api_refuses(people: Cast) -> None:
    where = customer(people.rep)
    body = visit_body(people.rep, where, photos=[], text="常规问候", client_key="phone-1")

    kept = record_visit(people.rep, body, origin="form", draft=True)

    draft = Draft.objects.get()
    assert (kept.draft_key, draft.client_key, draft.values["text"]) == ("phone-1", "phone-1", "常规问候")
    assert {e["code"] for e in draft.errors} == {"photo_required", "text_too_short", "text_boilerplate"}
    assert not Interaction.objects.exists()
    assert not Task.objects.exists()


def test_a_draft_is_completed_under_its_client_key_and_never_doubled(people: Cast) -> None:
    where = customer(people.rep)
    body = visit_body(people.rep, where, client_key="phone-2")
    record_visit(people.rep, {**body, "photos": []}, origin="form", draft=True)

    first = record_visit(people.rep, body, origin="form", draft=True)
    again = record_visit(people.rep, body, origin="form", draft=True)

    assert Draft.objects.get().completed_id == first.visit_id == again.visit_id
    assert Visit.objects.count() == 1


def test_unfinished_drafts_of_past_days_stand_beside_the_valid_ones(people: Cast) -> None:
    where = customer(people.rep)
    record(people, where)
    record_visit(people.rep, visit_body(people.rep, where, photos=[], client_key="k"), origin="form", draft=True)
    assert (visit_counts([where])[where].visits, visit_counts([where])[where].valid) == (1, 1)
    Draft.objects.update(local_day=clock.today() - timedelta(days=1))
    assert (visit_counts([where])[where].visits, visit_counts([where])[where].valid) == (2, 1)


def test_a_copy_of_an_earlier_record_is_refused_and_names_it(people: Cast) -> None:
    where, elsewhere = customer(people.rep), customer(people.rep)
    said = visit_body(people.rep, where)["text"]
    record(people, where, text=said)
    with pytest.raises(Refused) as refused:
        record(people, elsewhere, text=said + "！")
    assert codes(refused) == {("text", "text_copied")}
    assert "100" in str(refused.value.errors[0].message)


def test_a_colleagues_words_about_the_same_customer_are_a_copy_too(people: Cast) -> None:
    where = customer(people.rep)
    said = visit_body(people.rep, where)["text"]
    record(people, where, text=said)
    body = visit_body(people.supervisor, where, text=said)
    with pytest.raises(Refused) as refused:
        record_visit(people.supervisor, body, origin="api")
    assert codes(refused) == {("text", "text_copied")}


def test_a_photo_counts_once_in_the_whole_company(people: Cast) -> None:
    where = customer(people.rep)
    first, same_bytes = photo(people.rep, sha256="a" * 64), photo(people.rep, sha256="a" * 64)
    record(people, where, photos=[str(first)])
    with pytest.raises(Refused) as refused:
        record(people, customer(people.rep), photos=[str(same_bytes)])
    assert codes(refused) == {("photos", "photo_reused")}


def test_a_small_photo_is_not_enough_but_does_no_harm_beside_a_good_one(people: Cast) -> None:
    where = customer(people.rep)
    small = photo(people.rep, width=800, height=639)
    with pytest.raises(Refused) as refused:
        record(people, where, photos=[str(small)])
    assert codes(refused) == {("photos", "photo_too_small")}
    assert record(people, where, photos=[str(small), str(photo(people.rep))]).verdict.is_valid


def test_other_proof_counts_only_where_no_photo_is_confirmed(people: Cast) -> None:
    where = customer(people.rep)
    proof = [{"kind": "visitor_slip", "file": str(photo(people.rep))}]
    with pytest.raises(Refused) as refused:
        record(people, where, photos=[], proofs=proof)
    assert codes(refused) == {("photos", "photo_required")}
    answer_no_photo(people.supervisor, where, confirmed=True)
    assert record(people, where, photos=[], proofs=proof).verdict.is_valid


def test_unknown_capture_time_and_late_entry_are_findings_only(people: Cast) -> None:
    where = customer(people.rep)
    late = (clock.now() - timedelta(hours=80)).isoformat()
    recorded = record(people, where, photos=[str(photo(people.rep, captured=False))], occurred_at=late)
    assert {f.code for f in recorded.verdict.findings} == {"captured_at_unknown", "late_entry"}
    assert recorded.verdict.is_valid


def test_a_visit_that_has_not_happened_is_refused_even_as_a_draft(people: Cast) -> None:
    soon = (clock.now() + timedelta(minutes=6)).isoformat()
    body = visit_body(people.rep, customer(people.rep), occurred_at=soon, client_key="f")
    with pytest.raises(Refused) as refused:
        record_visit(people.rep, body, origin="form", draft=True)
    assert codes(refused) == {("occurred_at", "occurred_in_future")}
    assert not Draft.objects.exists()


def test_text_is_kept_as_sent(people: Cast) -> None:
    said = "  张总说：𠮷野家要 20 台😀，\n价格 1,200/台，交期能不能提前到下个月？  "
    recorded = record(people, customer(people.rep), text=said)
    assert Visit.objects.get(id=recorded.visit_id).text == said


@pytest.mark.parametrize("who", ["stranger", "other_supervisor", "engineer"])
def test_what_is_not_yours_and_what_is_not_there_are_refused_alike(people: Cast, who: str) -> None:
    actor = getattr(people, who)
    theirs = customer(people.rep)
    answers = []
    for number in (theirs, 999_999_999):
        with pytest.raises(Refused) as refused:
            record_visit(actor, visit_body(actor, number), origin="api")
        answers.append([e.as_dict() for e in refused.value.errors])
    assert answers[0] == answers[1]
    assert not Visit.objects.exists()


def test_anothers_photo_and_contact_cannot_be_used(people: Cast) -> None:
    mine, theirs = customer(people.rep), customer(people.stranger)
    with pytest.raises(Refused) as refused:
        record(people, mine, photos=[str(photo(people.stranger))], contact=str(contact(people.stranger, theirs)))
    assert codes(refused) == {("photos.0", "not_found"), ("contact", "not_found")}


def test_same_key_same_body_gives_the_first_answer_and_writes_nothing(people: Cast) -> None:
    body = visit_body(people.rep, customer(people.rep))
    key = Idempotency.of("key-1", "POST /visits", b"body")

    first = record_visit(people.rep, body, origin="api", idempotency=key, render=lambda r: (201, {"id": r.visit_id}))
    again = record_visit(people.rep, body, origin="api", idempotency=key, render=lambda r: (201, {"id": r.visit_id}))

    assert again.answer is not None
    assert (again.answer.status, again.answer.body) == (201, {"id": first.visit_id})
    with pytest.raises(IdempotencyKeyReused):
        record_visit(people.rep, body, origin="api", idempotency=Idempotency.of("key-1", "POST /visits", b"other"))
    assert Visit.objects.count() == 1


def test_history_says_who(people: Cast) -> None:
    record(people, customer(people.rep))
    with connection.cursor() as cursor:
        for table in ("sales_customer_history", "sales_visit_history"):
            cursor.execute(f"select pgh_context ->> 'user' from {table}")
            assert {row[0] for row in cursor.fetchall()} == {str(people.rep.user_id)}
        cursor.execute("select count(*) from sales_customer_history")
        assert cursor.fetchone()[0] == 1  # the derived columns that the visit moved are no history


def test_one_lock_one_read_and_one_write(people: Cast, django_assert_num_queries: Any) -> None:
    where = customer(people.rep)
    record(people, where)
    body = visit_body(people.rep, where)
    with django_assert_num_queries(5):  # of them two for the savepoint, as tests run in a transaction
        record_visit(people.rep, body, origin="api")


def at_once(people: Cast, bodies: list[dict[str, Any]], key: Idempotency | None = None) -> list[Any]:
    """What became of visits posted at the same moment: an id, or None where the checks refused."""
    barrier = threading.Barrier(len(bodies))
    answers: list[Any] = []

    def post(body: dict[str, Any]) -> None:
        try:
            barrier.wait()
            done = record_visit(
                people.rep, body, origin="api", idempotency=key, render=lambda r: (201, {"id": r.visit_id})
            )
            answers.append(done.answer.body["id"] if done.answer else done.visit_id)
        except Refused:
            answers.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_under_one_key_make_one_record() -> None:
    people = cast()
    body = visit_body(people.rep, customer(people.rep))
    answers = at_once(people, [body] * 8, Idempotency.of("race", "POST /visits", b"body"))
    assert Visit.objects.count() == 1
    assert answers == [Visit.objects.get().id] * 8


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["photo", "text"])
def test_of_eight_at_once_one_photo_or_text_proves_one(shared: str) -> None:
    people = cast()
    bodies = [visit_body(people.rep, customer(people.rep)) for _ in range(8)]
    for body in bodies:
        body |= {"photos": bodies[0]["photos"]} if shared == "photo" else {"text": bodies[0]["text"]}
    answers = at_once(people, bodies)
    assert Visit.objects.count() == 1
    assert answers.count(None) == 7


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_not_see_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what holds the two tests above is the lock and nothing else."""
    monkeypatch.setattr(recording, "one_at_a_time", lambda actor, values: None)
    met = threading.Barrier(2)
    judge = recording.judge_visit

    def together(*a: Any, **k: Any) -> Any:
        met.wait(timeout=10)
        return judge(*a, **k)

    monkeypatch.setattr(recording, "judge_visit", together)
    people = cast()
    bodies = [visit_body(people.rep, customer(people.rep)) for _ in range(2)]
    bodies[1]["photos"] = bodies[0]["photos"]
    at_once(people, bodies)
    assert Visit.objects.count() == 2
