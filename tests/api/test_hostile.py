"""Hostile input: a clear 4xx in the reader's language each, never a 5xx, and an unharmed database."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection

from tests.api.caller import BASE, Caller, codes, ok, problem
from tests.factories import Cast, customer, visit_body

pytestmark = pytest.mark.django_db

WRONG: dict[str, Any] = {
    "null": None, "true": True, "number": 7, "negative": -1, "huge number": 10**17, "fraction": 1e300, "text": "x",
    "empty text": "", "nul": "a\x00b", "long": "长" * 20_000, "list": [1], "nested list": [[["x"]]], "object": {"a": 1},
    "nested object": {"a": {"b": {"c": []}}}, "rare characters": "𠮷\u202e🙂\ufeff",
    "sql": "'; drop table sales_customer; --",
    "template": "{{7*7}}{% include 'x' %}${jndi:ldap://x}", "script": "<script>alert(1)</script>",
    "far day": "2099-12-31",
    "no day": "2026-02-30", "ancient": "0001-01-01T00:00:00+00:00", "odd offset": "2026-11-23T10:00:00+23:59",
}  # fmt: skip
CUSTOMER_FIELDS = (
    "name",
    "phone",
    "uscc",
    "class",
    "address",
    "industry",
    "status",
    "value",
    "owner",
    "assigned_at",
    "custom",
)
CONTACT_FIELDS = ("customer", "name", "title", "phone", "buying_role", "custom")
VISIT_FIELDS = (
    "customer", "need_type", "text", "quotes", "next_step", "photos", "proofs", "contact", "contacts", "occurred_at",
    "check_in", "client_key", "draft", "no_photo_request",
)  # fmt: skip

_COUNTS = """
select (select count(*) from sales_customer), (select count(*) from sales_contact), (select count(*) from sales_visit),
  (select count(*) from work_task), (select count(*) from evidence_file), (select count(*) from people_user)
"""


def counts() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return tuple(cursor.fetchone())


def fine(answer: Any, said: Any) -> None:
    """A success, or a problem of the caller's that names its field; nothing of ours."""
    assert answer.status_code < 500, (said, answer.content[:300])
    if answer.status_code >= 400:
        body = orjson.loads(answer.content)
        problem(answer, body["status"], body["code"])
        assert body["status"] != 422 or body["errors"] or body["title"], said


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_values_of_customers_are_refused_or_kept_as_they_are(people: Cast, rep: Caller, kind: str) -> None:
    where = customer(people.rep)
    for field in CUSTOMER_FIELDS:
        fine(rep.post("/customers", {"name": "远驰", field: WRONG[kind]}), (kind, field))
        fine(rep.patch(f"/customers/{where}", {field: WRONG[kind]}), (kind, field))
    ok(rep.get(f"/customers/{where}"))
    ok(rep.get("/customers"))


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_values_of_contacts_are_refused_or_kept_as_they_are(people: Cast, rep: Caller, kind: str) -> None:
    where = str(customer(people.rep))
    made = ok(rep.post("/contacts", {"customer": where, "name": "张总"}), 201)
    for field in CONTACT_FIELDS:
        fine(rep.post("/contacts", {"customer": where, "name": "刘工", field: WRONG[kind]}), (kind, field))
        fine(rep.patch(f"/contacts/{made['id']}", {field: WRONG[kind]}), (kind, field))
    ok(rep.get("/contacts"))


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_values_of_visits_are_refused_or_kept_as_they_are(people: Cast, rep: Caller, kind: str) -> None:
    body = visit_body(people.rep, customer(people.rep))
    value = WRONG[kind]
    for field in VISIT_FIELDS:
        fine(rep.post("/visits", {**body, field: value}), (kind, field))
        fine(
            rep.post("/visits", {**body, field: value, "draft": True, "client_key": f"{field}"}), (kind, field, "draft")
        )
    for nested in ({"next_step": {"text": value, "due_on": value}},
                   {"next_step": {"text": "带协议文档确认", "due_on": value}},
                   {"check_in": {"lat": value, "lon": value, "accuracy_m": value, "crs": value}}, {"photos": [value]},
                   {"proofs": [{"kind": value, "file": value}]}, {"proofs": [value]}, {"contacts": [{"name": value}]},
                   {"quotes": [value]}):  # fmt: skip
        fine(rep.post("/visits", {**body, **nested}), (kind, nested))
    ok(rep.get("/visits"))


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_words_about_tasks_are_refused_or_kept(people: Cast, rep: Caller, kind: str) -> None:
    made = ok(rep.post("/visits", visit_body(people.rep, customer(people.rep))), 201)
    for verb in ("start", "respond", "complete"):
        fine(rep.post(f"/tasks/{made['next_step']['task']}/{verb}", {"text": WRONG[kind]}), (kind, verb))


@pytest.mark.parametrize(
    "path",
    [
        "/customers",
        "/contacts",
        "/visits",
        "/tasks",
        "/flags",
        "/measures/valid_visit_rate",
        "/measures/valid_visit_rate/records",
    ],
)
def test_wrong_parameters_are_refused(people: Cast, rep: Caller, path: str) -> None:
    customer(people.rep)
    for name in ("search", "owner", "author", "customer", "flag", "key", "state", "backlog", "mine", "from", "to",
                 "team", "as_of",
                 "part", "limit", "cursor", "order", "sort", "x' or 1=1"):  # fmt: skip
        for value in ("", "x", "\x00", "a\x00b", "'; drop table sales_customer; --", "%", "_%", "\\", "长" * 500,
                      "9" * 30, "-1", "2099-12-31",
                      "0001-01-01", "9999-12-31", "2026-02-30", "\ud83d\ude42", "\ufeff"):  # fmt: skip
            try:
                answer = rep.get(path, {name: value})
            except UnicodeEncodeError:
                continue  # half a character cannot be put into an address
            fine(answer, (path, name, value))
    for raw in (
        "?search=%ff%fe",
        "?search=%ed%a0%80",
        "?cursor=%00",
        "?customer=%F0%9F",
        "?&&=&=x",
        "?search[]=a",
        "?limit=1&limit=2",
    ):
        fine(rep.get(path + raw), (path, raw))


BODIES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 400, "invalid_json"),
    "half": (b'{"name": "a', 400, "invalid_json"),
    "words": (b"name=a", 400, "invalid_json"),
    "nan": (b'{"name": NaN}', 400, "invalid_json"),
    "lone surrogate": (b'{"name": "\\ud800x"}', 400, "invalid_json"),
    "surrogate in a key": (b'{"\\udfff": 1}', 400, "invalid_json"),
    "broken utf-8": (b'{"name": "\xff\xfe"}', 400, "invalid_json"),
    "encoded surrogate": (b'{"name": "\xed\xa0\x80"}', 400, "invalid_json"),
    "utf-16": ('{"name": "a"}'.encode("utf-16"), 400, "invalid_json"),
    "nested objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "too_deep"),
    "nested lists": (b'{"custom": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400, "too_deep"),
    "nested a little too deep": (b'{"custom":' * 25 + b"1" + b"}" * 25, 400, "too_deep"),
    "unfinished nesting": (b"[" * 100_000, 400, "too_deep"),
    "a list": (b'[{"name": "a"}]', 422, "invalid"),
    "a text": (b'"name"', 422, "invalid"),
    "null": (b"null", 422, "invalid"),
    "10 MB": (b'{"name": "' + b"x" * 10 * 1024 * 1024 + b'"}', 413, "too_large"),
    "over 1 MB": (b'{"name": "' + b"x" * 1024 * 1024 + b'"}', 413, "too_large"),
    "NUL in a key": (b'{"name": "a", "b\\u0000": 1}', 422, "invalid"),
}


@pytest.mark.parametrize("kind", BODIES)
def test_bodies_that_cannot_be_read_are_refused_on_every_route(people: Cast, rep: Caller, kind: str) -> None:
    raw, status, code = BODIES[kind]
    where = customer(people.rep)
    before = counts()
    for method, path in (("POST", "/customers"), ("PATCH", f"/customers/{where}"), ("POST", "/contacts"),
                         ("POST", "/visits"),
                         ("POST", f"/customers/{where}/contacts"), ("POST", "/tasks/1/respond")):  # fmt: skip
        problem(rep.send(method, path, raw=raw), status, code)
    assert counts() == before


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "application/jsonp",
    ],
)
def test_other_types_are_415(rep: Caller, content_type: str) -> None:
    problem(
        rep.send("POST", "/customers", raw=b'{"name": "a"}', content_type=content_type), 415, "unsupported_media_type"
    )


def test_type_with_a_charset_is_taken(rep: Caller) -> None:
    ok(
        rep.send("POST", "/customers", raw='{"name": "甲"}'.encode(), content_type="application/json; charset=UTF-8"),
        201,
    )


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "name_required"), ("name", "   ", "name_required"), ("name", None, "name_required"),
        ("name", "a\x00", "invalid_characters"), ("name", "x" * 201, "too_long"), ("name", 7, "wrong_type"),
        ("phone", "12", "phone_invalid"), ("phone", "1.38E+10", "phone_digits_lost"), ("uscc", "123", "uscc_invalid"),
        ("class", "Z", "invalid_choice"), ("value", "many", "not_a_number"), ("value", 10**16, "out_of_range"),
        ("owner", "nobody", "not_found"), ("owner", 7, "not_found"), ("assigned_at", "yesterday", "invalid_date"),
        ("custom", [], "wrong_type"),
    ],
)  # fmt: skip
def test_wrong_fields_are_named_with_a_stable_code(rep: Caller, field: str, value: Any, code: str) -> None:
    assert codes(problem(rep.post("/customers", {"name": "甲", field: value}), 422, "invalid")) == {(field, code)}


def test_visits_of_2099_and_texts_of_a_megabyte_are_refused(people: Cast, rep: Caller) -> None:
    body = visit_body(people.rep, customer(people.rep))
    future = {**body, "occurred_at": "2099-01-01T00:00:00+08:00"}
    assert ("occurred_at", "occurred_in_future") in codes(problem(rep.post("/visits", future), 422, "invalid"))
    assert ("occurred_at", "occurred_in_future") in codes(
        problem(rep.post("/visits", {**future, "draft": True}), 422, "invalid")
    )
    due = {**body, "next_step": {"text": "带协议文档确认", "due_on": "2099-12-31"}}
    assert ("next_step.due_on", "next_step_due_too_far") in codes(problem(rep.post("/visits", due), 422, "invalid"))
    long = {**body, "text": "长" * 100_000}
    assert ("text", "too_long") in codes(problem(rep.post("/visits", long), 422, "invalid"))
    nul = {**body, "text": body["text"] + "\x00"}
    assert ("text", "invalid_characters") in codes(problem(rep.post("/visits", nul), 422, "invalid"))


def test_headers_of_others_do_no_harm(people: Cast, rep: Caller) -> None:
    answer = rep.get("/customers", X_Request_ID="x\r\nX-Evil: 1")
    ok(answer)
    assert "\n" not in answer["X-Request-ID"]
    for language in ("*", "zh-TW;q=0", "x" * 5000, "en;q=nan", "de,fr"):
        ok(rep.get("/customers", Accept_Language=language))
    assert ok(rep.get("/customers", Accept="text/html"))["items"] == []


def test_body_in_chunks_is_told_to_say_its_length(rep: Caller) -> None:
    for path in ("/customers", "/files"):
        refused = rep.client.generic("POST", BASE + path, headers=rep.headers({"Transfer-Encoding": "chunked"}))
        problem(refused, 411, "length_required")  # type: ignore[arg-type]
