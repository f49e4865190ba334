"""Customers and contacts over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from genjin.kernel.jobs import clock
from genjin.sales.models import Customer
from tests.api.caller import Caller, codes, ok, problem
from tests.factories import Cast, contact, customer, fresh

pytestmark = pytest.mark.django_db

USCC = "91330108MA2XYZ1234"


def test_customer_comes_back_as_his_own_get_shows_him(rep: Caller) -> None:
    body = {
        "name": "远驰新能源有限公司",
        "phone": "138 0013 8000",
        "class": "A",
        "address": "杭州滨江",
        "value": 120000.5,
    }
    made = ok(rep.post("/customers", body), 201)

    assert made["duplicates"] == []
    assert made["owner"] == "rep"
    assert (made["phone"], made["class"], made["value"], made["version"]) == ("+8613800138000", "A", 120000.5, 1)
    response = rep.get(f"/customers/{made['id']}")
    assert response["ETag"] == '"1"'
    assert ok(response) == {k: v for k, v in made.items() if k != "duplicates"}
    assert ok(rep.get("/customers"))["items"] == [ok(response)]


def test_only_a_name_is_needed_and_everything_can_be_cleared(rep: Caller) -> None:
    made = ok(rep.post("/customers", {"name": "汇川", "address": "", "phone": None, "class": None, "value": 3}), 201)
    cleared = {"address": None, "phone": "", "uscc": None, "class": None, "industry": "", "value": None}
    after = ok(rep.patch(f"/customers/{made['id']}", cleared))
    assert (after["address"], after["phone"], after["value"]) == ("", None, None)


def test_likeness_is_told_and_never_refuses(people: Cast, rep: Caller) -> None:
    mine = customer(people.rep, "远驰新能源有限公司", phone="13800138000")
    customer(people.stranger, "远驰新能源（有限公司）")
    made = ok(rep.post("/customers", {"name": "远驰新能源有限公司", "phone": "13900139000"}), 201)
    again = ok(rep.post("/customers", {"name": "别的名字", "phone": "+86 138 0013 8000"}), 201)
    assert made["duplicates"] == [str(mine)]
    assert again["duplicates"] == [str(mine)]


def test_rep_gives_customers_to_nobody_else(people: Cast, rep: Caller, supervisor: Caller) -> None:
    problem(rep.post("/customers", {"name": "甲", "owner": "colleague"}), 403, "forbidden")
    body = problem(rep.post("/customers", {"name": "甲", "owner": "nobody-here"}), 422, "invalid")
    assert codes(body) == {("owner", "not_found")}
    assert ok(supervisor.post("/customers", {"name": "甲", "owner": "colleague"}), 201)["owner"] == "colleague"


def test_unknown_and_computed_fields_are_refused_by_name(rep: Caller) -> None:
    body = problem(
        rep.post("/customers", {"name": "甲", "colour": 1, "last_valid_at": "2026-01-01", "custom": {"x_new": 1}}),
        422, "invalid",
    )  # fmt: skip
    assert codes(body) == {
        ("colour", "unknown_field"),
        ("last_valid_at", "read_only"),
        ("custom.x_new", "unknown_field"),
    }
    for field in ("id", "version", "created_at"):
        refused = codes(problem(rep.post("/customers", {"name": "甲", field: "1"}), 422, "invalid"))
        assert {code for _field, code in refused} <= {
            "unknown_field", "read_only",
        }  # fmt: skip


def test_stale_version_names_what_differs(people: Cast, rep: Caller) -> None:
    where = customer(people.rep, "甲公司")
    ok(rep.patch(f"/customers/{where}", {"name": "乙公司"}, If_Match="1"))
    body = problem(rep.patch(f"/customers/{where}", {"name": "丙公司"}, If_Match='"1"'), 409, "stale_version")
    assert [(e["field"], e["code"]) for e in body["errors"]] == [("name", "differs")]
    assert ok(rep.patch(f"/customers/{where}", {"name": "丙公司"}))["version"] == 3
    assert ok(rep.get(f"/customers/{where}"))["name"] == "丙公司"
    for unreadable in ("", "x", "1.5", "-1", "1, 2", '"1', "９"):
        problem(rep.patch(f"/customers/{where}", {"name": "丁"}, If_Match=unreadable), 400, "invalid_if_match")


def test_search_owner_and_flag_narrow_the_list(people: Cast, rep: Caller, supervisor: Caller) -> None:
    first = customer(people.rep, "远驰新能源", phone="13800138000")
    second = customer(people.colleague, "汇川技术")
    customer(people.stranger, "远驰别家")

    def ids(**query: str) -> list[str]:
        return [item["id"] for item in ok(supervisor.get("/customers", query))["items"]]

    assert ids() == [str(first), str(second)]
    assert ids(search="驰新") == ids(search="ycxny") == ids(search="0138") == [str(first)]
    assert ids(owner="colleague") == [str(second)]
    assert ids(owner="stranger") == ids(owner="nobody-here") == ids(flag="silent") == ids(search="不存在") == []
    assert codes(problem(rep.get("/customers", {"colour": "red"}), 422, "invalid")) == {("colour", "unknown_field")}


def test_cursors_walk_every_row_once_while_rows_are_added(people: Cast, rep: Caller) -> None:
    expected = [str(customer(people.rep)) for _ in range(5)]
    seen: list[str] = []
    query = {"limit": "2"}
    for _ in range(10):
        page = ok(rep.get("/customers", query))
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        expected.append(str(customer(people.rep))) if len(expected) < 7 else None
        if page["next"] is None:
            break
        assert set(page["next"]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        query["cursor"] = page["next"]
    assert seen == expected


@pytest.mark.parametrize("cursor", ["x", "AAAA", "a b", "../..", "0", "A" * 300, "甲"])
def test_cursors_of_others_are_refused(rep: Caller, cursor: str) -> None:
    assert codes(problem(rep.get("/customers", {"cursor": cursor}), 422, "invalid")) == {("cursor", "invalid_cursor")}


def test_cursor_fits_its_own_list_only(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    customer(people.rep)
    contact(people.rep, where)
    given = ok(rep.get("/customers", {"limit": "1"}))["next"]
    problem(rep.get("/contacts", {"cursor": given}), 422, "invalid")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "９", "99999999999"])
def test_limits_are_from_1_to_200(rep: Caller, limit: str) -> None:
    assert codes(problem(rep.get("/customers", {"limit": limit}), 422, "invalid")) == {("limit", "out_of_range")}


def test_lists_ask_a_fixed_number_of_statements(
    people: Cast, supervisor: Caller, django_assert_max_num_queries: object, django_assert_num_queries: object
) -> None:
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        for _ in range(6):
            contact(people.rep, customer(people.rep))
        for path in ("/customers", "/contacts"):
            supervisor.get(path)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                ok(supervisor.get(path))
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 3


def test_contacts_belong_to_a_visible_customer(people: Cast, rep: Caller, stranger: Caller) -> None:
    where, foreign = customer(people.rep), customer(people.stranger)
    made = ok(rep.post("/contacts", {"customer": str(where), "name": "张总", "buying_role": "decider"}), 201)
    assert ok(rep.get(f"/contacts/{made['id']}")) == made
    same = ok(rep.post(f"/customers/{where}/contacts", {"name": "刘工"}), 201)
    assert [c["id"] for c in ok(rep.get(f"/customers/{where}/contacts"))["items"]] == [made["id"], same["id"]]
    assert ok(rep.get("/contacts", {"customer": str(foreign)}))["items"] == []
    for wrong in (str(foreign), "9" * 17, "x"):
        body = problem(rep.post("/contacts", {"customer": wrong, "name": "张总"}), 422, "invalid")
        assert codes(body) == {("customer", "not_found")}
    problem(rep.patch(f"/contacts/{made['id']}", {"customer": str(foreign)}), 422, "invalid")
    problem(stranger.patch(f"/contacts/{made['id']}", {"name": "x"}), 404, "not_found")
    assert ok(rep.patch(f"/contacts/{made['id']}", {"title": "总经理"}, If_Match="1"))["version"] == 2
    problem(rep.patch(f"/contacts/{made['id']}", {"title": "厂长"}, If_Match="1"), 409, "stale_version")


def test_reader_is_answered_in_his_language(people: Cast, rep: Caller) -> None:
    where = str(customer(people.stranger))
    chinese = problem(rep.get(f"/customers/{where}"), 404, "not_found")
    english = problem(rep.get(f"/customers/{where}", Accept_Language="en-GB,en;q=0.8"), 404, "not_found")
    assert english["title"] == "Not found, or not yours to see."
    assert chinese["code"] == english["code"]
    assert rep.get("/customers")["Content-Language"] == "zh-hans"


def test_moving_a_customer_moves_who_sees_him(people: Cast, rep: Caller, supervisor: Caller) -> None:
    where = customer(people.rep)
    assert ok(supervisor.patch(f"/customers/{where}", {"owner": "colleague"}))["owner"] == "colleague"
    problem(rep.get(f"/customers/{where}"), 404, "not_found")
    ok(Caller(fresh(people.colleague)).get(f"/customers/{where}"))


def test_the_longest_silent_come_first_page_by_page(people: Cast, rep: Caller) -> None:
    numbers = [customer(people.rep) for _ in range(5)]
    for days, column, number in zip((90, 40, 60, 20, 3), ("assigned_at", "last_valid_at") * 3, numbers, strict=False):
        Customer.objects.filter(id=number).update(**{column: clock.now() - timedelta(days=days)})
    expected = [str(numbers[at]) for at in (0, 2, 1, 3)]

    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = ok(rep.get(f"/customers?untouched=14&order=silent&limit=1&cursor={cursor}"))
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert found == expected
