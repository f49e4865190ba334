"""Every page opens for whoever may see it, and says what a stranger hears of nothing at all otherwise."""

from __future__ import annotations

import pytest
from django.test import Client

from genjin.sales.activity.record_visit import record_visit
from tests.factories import Cast, contact, customer, visit_body
from tests.web.reader import enter, text, words

EVERYBODY = [
    "/customers/",
    "/tasks/",
    "/visits/",
    "/messages/",
    "/figures/",
    "/me/",
    "/settings/tokens/",
    "/settings/bin/",
]
ADMINISTRATOR = ["/people/", "/settings/"]


@pytest.mark.parametrize("who", ["rep", "supervisor", "director", "admin", "engineer"])
@pytest.mark.parametrize("path", ["/", *EVERYBODY])
def test_page_opens_empty_for_every_role(people: Cast, who: str, path: str) -> None:
    response = enter(getattr(people, who)).get(path, follow=True)
    assert response.status_code == 200
    assert "{%" not in response.content.decode()


@pytest.mark.parametrize("path", ADMINISTRATOR)
def test_only_administrators_manage_people(people: Cast, path: str) -> None:
    assert enter(people.admin).get(path).status_code == 200
    for who in (people.rep, people.supervisor, people.director):
        assert enter(who).get(path).status_code == 403


def test_who_has_no_day_of_his_own_sees_his_tasks(people: Cast) -> None:
    assert enter(people.engineer).get("/").headers["Location"] == "/tasks/"


def test_nobody_passes_the_door_unknown(people: Cast) -> None:
    client = Client()
    answer = client.get("/customers/?q=远驰")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=/customers/")
    assert client.get("/search/?q=a", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/customers/", headers={"HX-Request": "true"}).status_code == 401
    assert client.post("/visits/", {}, content_type="application/json").status_code == 401


@pytest.fixture
def paths(people: Cast) -> list[str]:
    """Every address of a record of the rep's."""
    here = customer(people.rep)
    who = contact(people.rep, here)
    visit = record_visit(people.rep, visit_body(people.rep, here), origin="form")
    return [
        f"/customers/{here}/", f"/customers/{here}/edit/", f"/customers/{here}/timeline/", f"/customers/{here}/alike/",
        f"/customers/{here}/visits/new/", f"/customers/{here}/contacts/new/", f"/contacts/{who}/",
        f"/visits/{visit.visit_id}/", f"/tasks/{visit.task_id}/",
    ]  # fmt: skip


def test_own_records_open(rep: Client, paths: list[str]) -> None:
    assert [rep.get(path).status_code for path in paths] == [200] * len(paths)


def test_foreign_records_are_as_if_they_were_not(stranger: Client, paths: list[str]) -> None:
    for path in paths:
        foreign, nothing = stranger.get(path), stranger.get(_other(path))
        assert foreign.status_code == nothing.status_code == 404, path
        assert words(foreign) == words(nothing)


def test_foreign_records_cannot_be_changed(stranger: Client, people: Cast, paths: list[str]) -> None:
    here = paths[0].split("/")[2]
    who, task = paths[6].split("/")[2], paths[8].split("/")[2]
    for path in (
        f"/customers/{here}/edit/", f"/customers/{here}/remove/", f"/customers/{here}/no-photo/", f"/contacts/{who}/",
        f"/contacts/{who}/remove/", f"/tasks/{task}/start/", f"/tasks/{task}/complete/", f"/tasks/{task}/respond/",
        f"/today/decide/{task}/remind/", f"/settings/bin/customer/{here}/",
    ):  # fmt: skip
        assert stranger.post(path, {"name": "x", "text": "x"}).status_code == 404, path


def test_colleague_of_the_same_team_sees_nothing_either(people: Cast, paths: list[str]) -> None:
    colleague = enter(people.colleague)
    assert {colleague.get(path).status_code for path in paths} == {404}


def test_supervisor_sees_his_team(supervisor: Client, paths: list[str]) -> None:
    for path in paths[:1] + paths[7:8]:
        assert supervisor.get(path).status_code == 200


@pytest.mark.parametrize("bad", ["0", "999999999999999999", "9" * 30, "abc", "1%00", "-1"])
def test_ids_that_can_be_none_are_not_found(rep: Client, bad: str) -> None:
    for place in ("customers", "visits", "tasks", "contacts", "files"):
        assert rep.get(f"/{place}/{bad}/").status_code == 404


def test_visits_never_stand_without_the_valid_ones(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰新能源汽车")
    record_visit(people.rep, visit_body(people.rep, here, text="常规问候"), origin="import")
    record_visit(people.rep, visit_body(people.rep, here), origin="form")
    assert "拜访 2 · 有效 1" in text(rep.get(f"/customers/{here}/"))
    assert "有效" in text(rep.get("/customers/"))


@pytest.mark.parametrize("path", ["/", *EVERYBODY])
def test_english_is_complete(people: Cast, path: str) -> None:
    client = enter(people.rep)
    client.post("/language/", {"language": "en", "next": "/"})
    said = text(client.get(path)).replace("王磊", "").replace("王", "").replace("华东一组", "").replace("中文", "")
    assert not [sign for sign in said if "一" <= sign <= "鿿"], said


def _other(path: str) -> str:
    parts = path.split("/")
    parts[2] = "888888888888"
    return "/".join(parts)
