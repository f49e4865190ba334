"""Recording a visit: judged while one types, never lost, once."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.test import Client

from genjin.kernel.records.models import Draft
from genjin.kernel.work.models import Task
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.models import Customer, Visit
from tests.factories import Cast, contact, customer, photo, visit_body
from tests.web.reader import enter, text


def post(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


@pytest.fixture
def here(people: Cast) -> int:
    """A customer of the rep's."""
    return customer(people.rep, "远驰新能源汽车")


def test_form_knows_its_customer(rep: Client, people: Cast, here: int) -> None:
    contact(people.rep, here, "张总", title="生产副总")
    page = rep.get(f"/customers/{here}/visits/new/")
    said = text(page)
    assert "远驰新能源汽车" in said
    assert "张总 · 生产副总" in said
    config = json.loads(page.content.decode().split('id="visit-config" type="application/json">')[1].split("<")[0])
    assert config["customer"]["id"] == str(here)
    assert config["client_key"]
    assert config["draft"] is None


def test_judging_says_what_lacks_and_writes_nothing(rep: Client, here: int) -> None:
    answer = post(
        rep, "/visits/judge/", {"customer": here, "text": "常规问候，下周三前再来", "contacts": [], "photos": []}
    ).json()
    codes = {error["code"] for error in answer["errors"]}
    assert {"need_type_required", "photo_required", "next_step_required"} <= codes
    assert not answer["is_valid"]
    assert [due["words"] for due in answer["proposals"]["due"]] == ["下周三前"]
    assert not Visit.objects.exists()
    assert not Draft.objects.exists()


def test_save_returns_something_useful(rep: Client, people: Cast, here: int) -> None:
    answer = post(rep, "/visits/", visit_body(people.rep, here), key="k1")
    assert answer.status_code == 201
    assert answer.json()["is_valid"] is True
    assert "带协议文档当面确认" in answer.json()["toast"]["text"]
    assert answer.json()["next"] == f"/customers/{here}/"
    assert Task.objects.get(source_id=int(answer.json()["id"])).owner_id == people.rep.user_id


def test_numbers_are_taken_as_ids(rep: Client, people: Cast, here: int) -> None:
    body = visit_body(people.rep, here, customer=here, photos=[photo(people.rep)], contacts=[contact(people.rep, here)])
    assert post(rep, "/visits/", body).status_code == 201


def test_resend_under_the_same_key_makes_no_second_visit(rep: Client, people: Cast, here: int) -> None:
    body = visit_body(people.rep, here)
    first, again = post(rep, "/visits/", body, key="k"), post(rep, "/visits/", body, key="k")
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert post(rep, "/visits/", visit_body(people.rep, here), key="k").status_code == 409
    assert Visit.objects.count() == 1


def test_incomplete_visit_is_kept_and_can_be_gone_on_with(rep: Client, people: Cast, here: int) -> None:
    body = visit_body(people.rep, here, client_key="c1", draft=True, next_step={"text": "", "due_on": None})
    answer = post(rep, "/visits/", body, key="k1")
    assert answer.status_code == 202
    assert "下次动作" in answer.json()["toast"]
    home = rep.get("/")
    assert "还差" in text(home)
    assert "?draft=c1" in rep.get(f"/customers/{here}/").content.decode()
    assert f"/customers/{here}/visits/new/?draft=c1" in home.content.decode()
    form = rep.get(f"/customers/{here}/visits/new/?draft=c1").content.decode()
    assert body["text"] in json.loads('"' + form.split('"text": "')[1].split('"')[0] + '"')
    assert body["photos"][0] in form
    done = post(rep, "/visits/", visit_body(people.rep, here, client_key="c1", draft=True), key="k2")
    assert (done.status_code, done.json()["is_valid"]) == (201, True)
    assert "还差" not in text(rep.get("/"))
    again = post(rep, "/visits/", visit_body(people.rep, here, client_key="c1", draft=True), key="k3")
    assert (again.json()["id"], again.json()["is_valid"]) == (done.json()["id"], True)


def test_drafts_are_their_authors_alone(people: Cast, here: int, supervisor: Client) -> None:
    post(enter(people.rep), "/visits/", visit_body(people.rep, here, client_key="c1", draft=True, text="短"))
    page = supervisor.get(f"/customers/{here}/visits/new/?draft=c1").content.decode()
    assert '"draft": null' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"customer": "abc"}, {"customer": None}, {"text": 7}, {"text": "\x00"}, {"text": "\ud800"}, {"text": "x" * 6000},
        {"photos": "all"}, {"photos": ["7"]}, {"contacts": ["7"]}, {"next_step": []}, {"odd": 1},
        {"occurred_at": "2099-01-01T00:00:00Z"}, {"check_in": {"lat": 900, "lon": 1}},
    ],
)  # fmt: skip
def test_wrong_shapes_are_named(rep: Client, people: Cast, here: int, changes: dict[str, Any]) -> None:
    body = json.dumps(visit_body(people.rep, here, draft=True) | changes)
    answer = post(rep, "/visits/", body)
    assert answer.status_code in (400, 422)
    assert not Visit.objects.exists()


def test_foreign_customer_and_no_customer_sound_the_same(stranger: Client, people: Cast, here: int) -> None:
    mine = visit_body(people.stranger, here)
    foreign, nothing = post(stranger, "/visits/", mine), post(stranger, "/visits/", mine | {"customer": "888888888888"})
    assert foreign.status_code == nothing.status_code == 422
    assert foreign.content == nothing.content
    assert post(stranger, "/visits/judge/", mine).status_code == 422


def test_colleagues_photo_cannot_be_used(rep: Client, people: Cast, here: int) -> None:
    body = visit_body(people.rep, here, photos=[str(photo(people.colleague))])
    assert post(rep, "/visits/", body).status_code == 422


def test_photos_forbidden_is_asked_by_the_rep_and_answered_by_the_supervisor(
    rep: Client, supervisor: Client, people: Cast, here: int
) -> None:
    post(rep, "/visits/", visit_body(people.rep, here, no_photo_request=True))
    assert Customer.objects.get(id=here).no_photo == "asked"
    assert rep.post(f"/customers/{here}/no-photo/", {"answer": "confirm"}).status_code == 403
    assert "此处禁拍" in text(supervisor.get("/"))
    assert (
        supervisor.post(f"/customers/{here}/no-photo/", {"answer": "confirm", "back": "/"}).headers["Location"] == "/"
    )
    assert Customer.objects.get(id=here).no_photo == "confirmed"


def test_look_at_what_a_text_is_like(rep: Client, stranger: Client, people: Cast, here: int) -> None:
    first = record_visit(people.rep, visit_body(people.rep, here), origin="form")
    again = visit_body(people.rep, here, text=Visit.objects.get(id=first.visit_id).text)
    copied = next(e for e in post(rep, "/visits/judge/", again).json()["errors"] if e["code"] == "text_copied")
    assert rep.get(copied["link"]).headers["Location"] == f"/visits/{first.visit_id}/"
    assert stranger.get(copied["link"]).status_code == 404


def test_list_tells_valid_from_hollow(rep: Client, people: Cast, here: int) -> None:
    record_visit(people.rep, visit_body(people.rep, here, text="常规问候"), origin="import")
    good = record_visit(people.rep, visit_body(people.rep, here), origin="form")
    assert f"/visits/{good.visit_id}/" not in rep.get("/visits/?state=hollow").content.decode()
    assert f"/visits/{good.visit_id}/" in rep.get("/visits/?state=valid").content.decode()
    assert rep.get("/visits/?before=abc&state=odd&reason=%00").status_code == 200


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_under_one_key_make_one_visit() -> None:
    from django.db import connection

    from tests.factories import cast

    people = cast()
    body = visit_body(people.rep, customer(people.rep))
    clients = [enter(people.rep) for _n in range(8)]
    answers: list[Any] = []

    def press(client: Client) -> None:
        answers.append(post(client, "/visits/", body, key="same"))
        connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Visit.objects.count() == 1
