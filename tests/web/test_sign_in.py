"""The door: passwords, lock-out, links used once, demo people, sessions that end."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from genjin.kernel.people.company import set_active
from genjin.kernel.people.models import Company, OneTimeLink, User
from genjin.kernel.people.tokens import issue_link
from tests.factories import Cast, user_of
from tests.web.reader import enter, text

RIGHT = {"username": "rep", "password": "password-of-rep"}


def test_password_opens_and_leads_on(people: Cast) -> None:
    answer = Client().post("/sign-in/?next=/tasks/", {**RIGHT, "next": "/tasks/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tasks/")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_door_never_leads_elsewhere(people: Cast, elsewhere: str) -> None:
    assert Client().post("/sign-in/", {**RIGHT, "next": elsewhere}).headers["Location"] == "/"


def test_session_key_changes_at_the_door(people: Cast) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    client.cookies["genjin_session"] = before
    client.post("/sign-in/", RIGHT)
    assert client.session.session_key != before
    assert "planted" not in client.session


@pytest.mark.parametrize("wrong", [{"username": "rep", "password": "no"}, {"username": "nobody", "password": "no"},
                                   {"username": "re\x00p", "password": "no"}, {"username": "", "password": ""}])  # fmt: skip
def test_wrong_password_says_so_and_no_more(people: Cast, wrong: dict[str, str]) -> None:
    answer = Client().post("/sign-in/", wrong)
    assert answer.status_code == 401
    assert "用户名和密码" in text(answer)


def test_ten_wrong_tries_lock_the_account_even_for_the_right_password(people: Cast) -> None:
    client = Client()
    for _try in range(10):
        client.post("/sign-in/", {**RIGHT, "password": "no"})
    answer = client.post("/sign-in/", RIGHT)
    assert answer.status_code == 429
    assert "15" in text(answer)


def test_forms_need_their_token(people: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in/", RIGHT).status_code == 403
    token = _token(client.get("/sign-in/").content.decode())
    assert client.post("/sign-in/", {**RIGHT, "csrfmiddlewaretoken": token}).status_code == 302
    for path in ("/sign-out/", "/customers/new/", "/visits/", "/uploads/", "/people/"):
        assert client.post(path, {}).status_code == 403, path


def test_signing_out_ends_the_session(rep: Client) -> None:
    assert rep.get("/sign-out/").status_code == 405
    rep.post("/sign-out/")
    assert rep.get("/tasks/").status_code == 302


def test_who_is_put_out_is_out_at_the_next_request(rep: Client, people: Cast) -> None:
    set_active(user_of(people.rep), active=False)
    assert rep.get("/tasks/").status_code == 302


def test_new_password_ends_other_sessions(rep: Client, people: Cast) -> None:
    token = issue_link(user_of(people.rep), OneTimeLink.Purpose.RESET, by=people.admin)
    Client().post(f"/links/{token}/", {"password": "eine ganz neue 1", "again": "eine ganz neue 1"})
    assert rep.get("/tasks/").status_code == 302


def test_invite_link_shows_who_and_works_once(people: Cast, admin: Client) -> None:
    page = admin.post("/people/", {"username": "sunqian", "name": "孙倩", "role": "rep", "team": str(people.team.id)})
    link = re.search(r"/links/[\w-]+/", page.content.decode())
    assert link is not None
    guest = Client()
    assert "孙倩" in text(guest.get(link[0]))
    chosen = {"password": "long enough 1", "again": "long enough 1"}
    assert guest.post(link[0], chosen).headers["Location"] == "/"
    assert guest.get("/tasks/").status_code == 200
    again = Client().post(link[0], chosen)
    assert again.status_code == 410
    assert User.objects.get(username="sunqian").has_usable_password()


@pytest.mark.parametrize("password", ["short", "x" * 9, "sunqian-sunqian"])
def test_weak_passwords_are_refused_with_the_reason(people: Cast, password: str) -> None:
    user = user_of(people.rep)
    User.objects.filter(id=user.id).update(username="sunqian")
    token = issue_link(user, OneTimeLink.Purpose.RESET, by=people.admin)
    answer = Client().post(f"/links/{token}/", {"password": password, "again": password})
    assert answer.status_code == 422


def test_guessing_links_is_slowed(people: Cast) -> None:
    client = Client()
    assert {client.get(f"/links/guess{n}/").status_code for n in range(40)} == {410}
    assert client.get("/links/guess/").status_code == 429


def test_demo_people_enter_only_a_demo_company_and_only_from_here(people: Cast) -> None:
    assert Client().post("/sign-in/demo/", {"username": "rep"}).status_code == 401
    Company.objects.update(is_demo=True)
    assert "以销售 王磊 进入" in text(Client().get("/sign-in/"))
    assert Client().post("/sign-in/demo/", {"username": "rep"}).status_code == 302
    assert Client().post("/sign-in/demo/", {"username": "colleague"}).status_code == 401
    for elsewhere in ({"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}):
        far = Client(**elsewhere)  # type: ignore[arg-type]
        assert far.post("/sign-in/demo/", {"username": "rep"}).status_code == 401
        assert "不用密码" not in text(far.get("/sign-in/"))


def test_language_is_kept_with_the_person(people: Cast) -> None:
    client = enter(people.rep)
    client.post("/language/", {"language": "en", "next": "/me/"})
    assert "To do" in text(enter(people.rep).get("/tasks/"))
    client.post("/language/", {"language": "xx"})
    assert "To do" in text(client.get("/tasks/"))


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1]
