"""Idempotency-Key: the first 2xx answer again, one record from many rivals."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import orjson
import pytest
from django.db import connection, connections

from genjin.api.http import writing
from genjin.kernel.evidence.models import File
from genjin.kernel.jobs.models import Once
from genjin.kernel.people.tokens import issue_token
from genjin.kernel.work.models import Task
from genjin.sales.models import Contact, Customer, Visit
from tests.api.caller import BASE, Caller, file, ok, problem
from tests.factories import Cast, cast, contact, customer, user_of, visit_body
from tests.lib.files import photo

RIVALS = 8


@pytest.mark.django_db
def test_same_key_and_body_answers_again_and_writes_nothing(people: Cast, rep: Caller) -> None:
    body = {"name": "远驰", "phone": "13800138000"}
    first = rep.post("/customers", body, Idempotency_Key="k-1")
    again = rep.post("/customers", dict(reversed(body.items())), Idempotency_Key="k-1")
    assert (ok(again, 201), again["Idempotent-Replayed"]) == (ok(first, 201), "true")
    assert "Idempotent-Replayed" not in first
    assert Customer.objects.count() == 1
    problem(rep.post("/customers", {**body, "name": "别的"}, Idempotency_Key="k-1"), 409, "idempotency_key_reused")
    where = ok(first, 201)["id"]
    problem(rep.patch(f"/customers/{where}", body, Idempotency_Key="k-1"), 409, "idempotency_key_reused")


@pytest.mark.django_db
def test_keys_are_a_persons_own(people: Cast, rep: Caller, stranger: Caller) -> None:
    ok(rep.post("/customers", {"name": "远驰"}, Idempotency_Key="k"), 201)
    made = stranger.post("/customers", {"name": "远驰"}, Idempotency_Key="k")
    assert ok(made, 201)["owner"] == "stranger"
    assert "Idempotent-Replayed" not in made


@pytest.mark.django_db
def test_a_refusal_is_not_kept(people: Cast, rep: Caller) -> None:
    problem(rep.post("/customers", {"name": ""}, Idempotency_Key="k"), 422, "invalid")
    assert not Once.objects.exists()
    ok(rep.post("/customers", {"name": "远驰"}, Idempotency_Key="k"), 201)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201, "键", "a\tb", "a\x00b"])
def test_keys_that_cannot_be_kept_are_refused(rep: Caller, key: str) -> None:
    problem(rep.post("/customers", {"name": "远驰"}, Idempotency_Key=key), 400, "invalid_idempotency_key")
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_every_write_route_replays(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    person = contact(people.rep, where)
    made = ok(rep.post("/visits", visit_body(people.rep, where), Idempotency_Key="v"), 201)
    task = made["next_step"]["task"]
    writes: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/customers", {"name": "新客户"}),
        ("PATCH", f"/customers/{where}", {"address": "滨江"}),
        ("POST", "/contacts", {"customer": str(where), "name": "刘工"}),
        ("POST", f"/customers/{where}/contacts", {"name": "陈工"}),
        ("PATCH", f"/contacts/{person}", {"title": "厂长"}),
        ("POST", f"/tasks/{task}/start", {}),
        ("POST", f"/tasks/{task}/respond", {"text": "已约周三上午"}),
        ("POST", f"/tasks/{task}/complete", {"text": "协议已确认"}),
    ]
    for number, (method, path, body) in enumerate(writes):
        headers = {"Idempotency_Key": f"w{number}"} | ({"If_Match": "1"} if method == "PATCH" else {})
        first, again = rep.send(method, path, body, **headers), rep.send(method, path, body, **headers)
        assert first.status_code in (200, 201), (path, first.content)
        assert ok(again, first.status_code) == ok(first, first.status_code), path
        assert again["Idempotent-Replayed"] == "true", path
    sent = [rep.upload(file(photo()), Idempotency_Key="f") for _ in range(2)]
    assert ok(sent[0], 201) == ok(sent[1], 201)
    assert sent[1]["Idempotent-Replayed"] == "true"
    assert (Customer.objects.count(), Contact.objects.count()) == (2, 3)
    assert File.objects.filter(name="现场.jpg").count() == 1
    problem(rep.upload(file(photo(700)), Idempotency_Key="f"), 409, "idempotency_key_reused")


class Rivals:
    """Eight threads, each with its own connection, that send one request at the same moment to a live server."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.headers = url + BASE, {"Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: dict[str, Any], **headers: str) -> list[httpx.Response]:
        barrier = threading.Barrier(RIVALS)
        answers: list[httpx.Response] = []

        def one() -> None:
            with httpx.Client(headers=self.headers | headers, timeout=60) as client:
                barrier.wait()
                answers.append(client.request(method, self.url + path, json=body))

        threads = [threading.Thread(target=one) for _ in range(RIVALS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == RIVALS
        return answers


@pytest.fixture
def scene(transactional_db: None, live_server: Any) -> Any:
    """The cast committed, and rivals with the rep's token."""
    people = cast()
    yield people, Rivals(live_server.url, issue_token(user_of(people.rep)))
    connections.close_all()


def same(answers: list[httpx.Response], status: int) -> Any:
    """The one body of all answers; all but one are replays."""
    assert {a.status_code for a in answers} == {status}, [a.text[:300] for a in answers if a.status_code != status]
    assert len({orjson.dumps(a.json(), option=orjson.OPT_SORT_KEYS) for a in answers}) == 1
    assert sum("Idempotent-Replayed" in a.headers for a in answers) == RIVALS - 1
    return answers[0].json()


@pytest.mark.race
def test_eight_rivals_with_one_key_make_one_customer(scene: tuple[Cast, Rivals]) -> None:
    _people, rivals = scene
    same(rivals.send("POST", "/customers", {"name": "远驰"}, **{"Idempotency-Key": "k"}), 201)
    assert Customer.objects.count() == 1


@pytest.mark.race
def test_without_the_stored_answer_they_make_eight(scene: tuple[Cast, Rivals], monkeypatch: pytest.MonkeyPatch) -> None:
    _people, rivals = scene
    monkeypatch.setattr(writing, "apply", lambda *_args, **_named: None)
    rivals.send("POST", "/customers", {"name": "远驰"}, **{"Idempotency-Key": "k"})
    assert Customer.objects.count() == RIVALS


@pytest.mark.race
def test_eight_rivals_with_one_key_make_one_visit_and_one_task(scene: tuple[Cast, Rivals]) -> None:
    people, rivals = scene
    body = visit_body(people.rep, customer(people.rep))
    made = same(rivals.send("POST", "/visits", body, **{"Idempotency-Key": "k"}), 201)
    assert (Visit.objects.count(), Task.objects.count()) == (1, 1)
    assert Visit.objects.get().id == int(made["id"])


@pytest.mark.race
def test_eight_rivals_with_one_key_keep_one_draft(scene: tuple[Cast, Rivals]) -> None:
    people, rivals = scene
    body = {**visit_body(people.rep, customer(people.rep)), "photos": [], "draft": True}
    same(rivals.send("POST", "/visits", body, **{"Idempotency-Key": "k"}), 202)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from records_draft")
        assert cursor.fetchone() == (1,)


@pytest.mark.race
def test_rivals_who_change_one_version_do_it_once(scene: tuple[Cast, Rivals]) -> None:
    people, rivals = scene
    where = customer(people.rep)
    same(
        rivals.send("PATCH", f"/customers/{where}", {"address": "滨江"}, **{"Idempotency-Key": "k", "If-Match": "1"}),
        200,
    )
    answers = rivals.send("PATCH", f"/customers/{where}", {"address": "萧山"}, **{"If-Match": "2"})
    assert sorted(a.status_code for a in answers) == [200] + [409] * (RIVALS - 1)
    assert Customer.objects.get().version == 3
