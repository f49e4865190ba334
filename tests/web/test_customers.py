"""The list, the page, the forms of customers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from genjin.kernel.objects.models import Field, ObjectType
from genjin.kernel.people.actor import bump_version
from genjin.kernel.records.models import SavedView
from genjin.kernel.records.write import write
from genjin.sales.models import Contact, Customer
from tests.factories import Cast, contact, customer
from tests.web.reader import enter, text


def named(page: Any) -> list[str]:
    """Names in the desk's table, in order."""
    return re.findall(r'<td class="name"><a[^>]*>([^<]+)</a>', page.content.decode())


def test_list_holds_what_one_may_see(
    people: Cast, rep: Client, stranger: Client, supervisor: Client, director: Client
) -> None:
    customer(people.rep, "远驰")
    customer(people.colleague, "海晟")
    customer(people.stranger, "明昊")
    assert named(rep.get("/customers/")) == ["远驰"]
    assert named(stranger.get("/customers/")) == ["明昊"]
    assert sorted(named(supervisor.get("/customers/"))) == ["海晟", "远驰"]
    assert len(named(director.get("/customers/"))) == 3


@pytest.mark.parametrize(("query", "found"), [("海星", ["海星电池"]), ("hxd", ["海星电池"]), ("0005", ["海星电池"]), ("星电", ["海星电池"]),
                                              ("没有", []), ("%", []), ("' or 1=1 --", []), ("\x00海星", ["海星电池"])])  # fmt: skip
def test_search_by_name_initials_and_phone(rep: Client, people: Cast, query: str, found: list[str]) -> None:
    customer(people.rep, "海星电池", phone="13800010005")
    customer(people.rep, "远驰汽车", phone="13900002222")
    assert named(rep.get("/customers/", {"q": query})) == found


def test_filters_and_orders(rep: Client, people: Cast) -> None:
    customer(people.rep, "甲", **{"class": "A"})
    customer(people.rep, "乙", **{"class": "B"})
    assert named(rep.get("/customers/?class=A")) == ["甲"]
    assert named(rep.get("/customers/?order=name")) == ["甲", "乙"]
    assert named(rep.get("/customers/?order=newest")) == ["乙", "甲"]
    assert len(named(rep.get("/customers/?next=none"))) == 2
    assert named(rep.get("/customers/?untouched=14")) == []  # theirs since today
    assert named(rep.get("/customers/?flag=silent")) == []
    for odd in (
        "class=Z",
        "order=drop",
        "owner=x",
        "owner=" + "9" * 30,
        "untouched=15",
        "flag=%00",
        "after=%25%25",
        "after=W10",
    ):
        assert rep.get(f"/customers/?{odd}").status_code == 200


def test_foreign_owner_filter_shows_nothing(rep: Client, people: Cast) -> None:
    customer(people.stranger, "明昊")
    assert named(rep.get(f"/customers/?owner={people.stranger.user_id}")) == []


@pytest.mark.parametrize("order", ["silent", "recent", "name", "newest"])
def test_paging_shows_each_once(rep: Client, people: Cast, order: str) -> None:
    for n in range(120):
        customer(people.rep, f"客户{n:03d}")
    seen, page = [], rep.get(f"/customers/?order={order}")
    assert "120 家" in text(page)
    while True:
        seen += named(page)
        following = re.search(r'hx-get="([^"]+rows=table[^"]+)"', page.content.decode())
        if not following:
            break
        page = rep.get(following[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
    assert len(seen) == len(set(seen)) == 120


def test_neighbours_are_those_of_the_list_one_came_from(rep: Client, people: Cast) -> None:
    ids = [customer(people.rep, f"客户{n}") for n in range(3)]
    page = rep.get(f"/customers/{ids[1]}/?in=order%3Dname").content.decode()
    assert f"/customers/{ids[0]}/?in=order%3Dname" in page
    assert f"/customers/{ids[2]}/?in=order%3Dname" in page


def test_look_alikes_are_a_hint_within_ones_own(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰新能源汽车有限公司")
    near = customer(people.rep, "远驰新能源汽车常州有限公司")
    customer(people.stranger, "远驰新能源汽车无锡有限公司")
    hint = rep.get(f"/customers/{here}/alike/").content.decode()
    assert f"/customers/{near}/" in hint
    assert "无锡" not in hint


def test_new_customer_needs_only_a_name(rep: Client, people: Cast) -> None:
    answer = rep.post(
        "/customers/new/",
        {
            "name": "远驰新能源",
            "class": "",
            "phone": "",
            "value": "",
            "address": "",
            "industry": "",
            "uscc": "",
            "status": "",
        },
    )
    row = Customer.objects.get()
    assert answer.headers["Location"] == f"/customers/{row.id}/"
    assert (row.name, row.owner_id) == ("远驰新能源", people.rep.user_id)
    assert "只有名字" in text(rep.get(f"/customers/{row.id}/"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("phone", "1.38E+10"),
        ("class", "Z"),
        ("value", "1e400"),
        ("name", "x" * 300),
        ("name", "远\x00驰"),
        ("uscc", "123"),
    ],
)
def test_reason_stands_beside_its_field_and_nothing_is_lost(rep: Client, field: str, value: str) -> None:
    answer = rep.post("/customers/new/", {"name": "远驰", "industry": "整车", field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    why = page.split(f'id="f-{field}-why"')[1].split("</div>")[0]
    assert "g-check" in why
    assert 'value="整车"' in page
    assert not Customer.objects.exists()


def test_stale_form_shows_the_difference_and_writes_nothing(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰", industry="整车")
    write(people.rep, "customer", here, {"industry": "电池"})
    answer = rep.post(f"/customers/{here}/edit/", {"name": "远驰", "industry": "医院", "version": "1"})
    assert answer.status_code == 409
    assert "电池" in text(answer)
    assert Customer.objects.get(id=here).industry == "电池"


def test_rep_cannot_give_away_and_supervisor_can(people: Cast, rep: Client, supervisor: Client) -> None:
    here = customer(people.rep, "远驰")
    rep.post(f"/customers/{here}/edit/", {"name": "远驰", "owner": "colleague", "version": "1"})
    assert Customer.objects.get(id=here).owner_id == people.rep.user_id
    version = Customer.objects.get(id=here).version
    supervisor.post(f"/customers/{here}/edit/", {"name": "远驰", "owner": "colleague", "version": version})
    assert Customer.objects.get(id=here).owner_id == people.colleague.user_id


def test_added_fields_are_asked_in_the_way_of_their_kind(people: Cast) -> None:
    ObjectType.objects.get_or_create(key="customer")
    Field.objects.create(
        object_type_id="customer",
        key="line",
        kind="choice",
        labels={"zh-hans": "产线"},
        options=[{"key": "a", "labels": {"zh-hans": "压铸"}}],
    )
    Field.objects.create(object_type_id="customer", key="since", kind="date", labels={"zh-hans": "建厂"})
    bump_version()
    client = enter(people.rep)
    form = client.get("/customers/new/").content.decode()
    assert 'type="date"' in form
    assert "压铸" in form
    refused = client.post("/customers/new/", {"name": "远驰", "custom.since": "2026-13-40"})
    assert refused.status_code == 422
    client.post("/customers/new/", {"name": "远驰", "custom.line": "a", "custom.since": "2019-05-01"})
    row = Customer.objects.get()
    assert row.custom == {"line": "a", "since": "2019-05-01"}
    assert "压铸" in text(client.get(f"/customers/{row.id}/"))


def test_people_come_and_go(rep: Client, people: Cast) -> None:
    here = customer(people.rep)
    rep.post(f"/customers/{here}/contacts/new/", {"name": "张总", "title": "生产副总", "buying_role": "decider"})
    row = Contact.objects.get()
    assert "还没见过拍板人" not in text(rep.get(f"/customers/{here}/"))
    rep.post(f"/contacts/{row.id}/", {"name": "张建国", "version": "1"})
    assert "张建国" in text(rep.get(f"/customers/{here}/"))
    rep.post(f"/contacts/{row.id}/remove/")
    assert "张建国" not in text(rep.get(f"/customers/{here}/"))


def test_bin_takes_and_gives_back(rep: Client, supervisor: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰")
    contact(people.rep, here)
    assert rep.post(f"/customers/{here}/remove/").status_code == 403
    supervisor.post(f"/customers/{here}/remove/")
    assert rep.get(f"/customers/{here}/").status_code == 404
    assert named(rep.get("/customers/")) == []
    assert "远驰" in text(supervisor.get("/settings/bin/"))
    assert "远驰" not in text(rep.get("/settings/bin/"))
    supervisor.post(f"/settings/bin/customer/{here}/")
    assert rep.get(f"/customers/{here}/").status_code == 200
    assert supervisor.post("/settings/bin/user/1/").status_code == 404


def test_views_are_kept_by_name(rep: Client, stranger: Client) -> None:
    rep.post("/customers/views/", {"name": "大客户", "query": "class=A&odd=1"})
    view = SavedView.objects.get()
    assert view.definition == {"query": "class=A"}
    assert "大客户" in text(rep.get("/customers/"))
    assert stranger.post(f"/customers/views/{view.id}/forget/").status_code == 404
    rep.post(f"/customers/views/{view.id}/forget/")
    assert not SavedView.objects.exists()
    assert rep.post("/customers/views/", {"name": ""}).status_code == 422


def test_what_people_type_is_shown_as_text(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "<script>alert(1)</script>𠮷野家🍜")
    for path in ("/customers/", f"/customers/{here}/", f"/customers/{here}/visits/new/", f"/customers/{here}/edit/"):
        page = rep.get(path).content.decode()
        assert "<script>alert" not in page
        assert "𠮷野家🍜" in page


def test_palette_finds_within_ones_own(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰新能源汽车")
    contact(people.rep, here, "张总工")
    customer(people.stranger, "远驰别家")
    groups = rep.get("/search/?q=远驰").json()["groups"]
    assert [item["title"] for item in groups[0]["items"]] == ["远驰新能源汽车"]
    assert rep.get("/search/?q=张总").json()["groups"][0]["items"][0]["url"] == f"/customers/{here}/"
    assert rep.get("/search/?for=visit&q=").json()["groups"][0]["items"][0]["url"] == f"/customers/{here}/visits/new/"
    assert rep.get("/search/?q=%00").json() == {"groups": []}
