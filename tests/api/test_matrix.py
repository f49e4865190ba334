"""Every route × every role × own, team's, other team's, deleted and missing records: nobody reaches what is not his.

The routes come from the URL resolver: one that is not in POLICY fails this suite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse

from genjin.api.app import api
from genjin.kernel.people.actor import Actor
from genjin.kernel.records.models import Flag
from genjin.kernel.records.write import delete
from genjin.sales.models import Visit
from tests.api.caller import Caller, ok, problem
from tests.factories import Cast, contact, customer, photo, visit_body

pytestmark = pytest.mark.django_db

ROLES = ("rep", "colleague", "supervisor", "stranger", "other_supervisor", "director", "admin", "engineer")
#: Whose records each role reaches: those of `rep` (华东一组) and of `stranger` (华南组).
REACH: dict[str, set[str]] = {
    "rep": {"rep"},
    "colleague": set(),
    "supervisor": {"rep"},
    "stranger": {"stranger"},
    "other_supervisor": {"stranger"},
    "director": {"rep", "stranger"},
    "admin": {"rep", "stranger"},
    "engineer": set(),
}
NOWHERE = "9" * 15


@dataclass(frozen=True)
class One:
    """A route of one record of `kind`; `body` for writes; `query` for reads that need one."""

    kind: str
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Many:
    """A list. `filters`: parameters that name a record or person, by kind."""

    kind: str
    filters: dict[str, str] = field(default_factory=dict)
    open_to_engineer: bool = False


@dataclass(frozen=True)
class Open:
    """A route without anybody's records; `why` it needs no scope."""

    why: str


POLICY: dict[tuple[str, str], One | Many | Open] = {
    ("POST", "/customers"): Open("creates one's own; owners of others: test_customers"),
    ("GET", "/customers"): Many("customer", {"search": "name", "owner": "user"}),
    ("GET", "/customers/{}"): One("customer", query={"visits": "20"}),
    ("PATCH", "/customers/{}"): One("customer", {"industry": "锂电"}),
    ("GET", "/customers/{}/timeline"): One("customer"),
    ("GET", "/customers/{}/contacts"): One("customer"),
    ("POST", "/customers/{}/contacts"): One("customer", {"name": "刘工"}),
    ("POST", "/contacts"): Open("references in bodies: test_customers"),
    ("GET", "/contacts"): Many("contact", {"customer": "customer"}),
    ("GET", "/contacts/{}"): One("contact"),
    ("PATCH", "/contacts/{}"): One("contact", {"title": "厂长"}),
    ("POST", "/visits"): Open("references in bodies: test_visits"),
    ("GET", "/visits"): Many("visit", {"customer": "customer", "owner": "user", "author": "user"}),
    ("GET", "/visits/{}"): One("visit"),
    ("GET", "/tasks"): Many("task", {"customer": "customer"}, open_to_engineer=True),
    ("GET", "/tasks/{}"): One("task"),
    ("POST", "/tasks/{}/start"): One("task", {}),
    ("POST", "/tasks/{}/respond"): One("task", {"text": "已约周三"}),
    ("POST", "/tasks/{}/complete"): One("task", {"text": "已确认"}),
    ("GET", "/flags"): Many("flag", {"customer": "customer"}),
    ("GET", "/measures"): Open("definitions only"),
    ("GET", "/measures/{}"): Open("figures in scope: test_measures"),
    ("GET", "/measures/{}/records"): Open("records in scope: test_measures"),
    ("POST", "/files"): Open("one's own"),
    ("GET", "/files/{}"): One("file"),
    ("GET", "/files/{}/content"): One("file"),
    ("GET", "/openapi.json"): Open("tells nothing about the company"),
}


def documented() -> Iterator[tuple[str, str]]:
    """(method, path with {} for parameters) of every route; ninja's routers know the methods."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, re.sub(r"{[^}]+}", "{}", path)


def test_every_route_is_listed_here() -> None:
    resolved = {"/" + re.sub(r"<[^>]+>", "{}", str(pattern.pattern)) for pattern in api.urls[0]} - {"/"}
    assert {path for _method, path in documented()} == resolved
    assert set(documented()) == set(POLICY)


@pytest.fixture
def scene(people: Cast) -> dict[str, dict[str, str]]:
    """Records of two people, by person and kind; names hold the person, to be found wherever they leak."""
    return {name: _records(getattr(people, name), name) for name in ("rep", "stranger")}


def _records(actor: Actor, name: str) -> dict[str, str]:
    where = customer(actor, f"标记{name}公司", phone="13800138000")
    met = contact(actor, where, f"标记{name}总")
    shot = photo(actor)
    body = visit_body(actor, where, photos=[str(shot)], contact=str(met))
    body["text"] = f"标记{name}：" + body["text"]
    body["next_step"]["text"] = f"标记{name}带协议文档确认"
    made = ok(Caller(actor).post("/visits", body), 201)
    Flag.objects.create(key="silent", object_key="customer", record_id=where, reason=f"标记{name}沉默")
    return {
        "customer": str(where), "contact": str(met), "visit": made["id"], "task": made["next_step"]["task"],
        "file": str(shot), "name": f"标记{name}", "user": name, "flag": str(where),
    }  # fmt: skip


def _call(caller: Caller, method: str, path: str, record_id: str, rule: One) -> HttpResponse:
    address = path.replace("{}", record_id)
    return caller.get(address, rule.query) if method == "GET" else caller.send(method, address, rule.body)


@pytest.mark.parametrize("role", ROLES)
def test_one_record_is_reached_by_its_own_people_and_missing_for_all_others(
    people: Cast, scene: dict[str, dict[str, str]], role: str
) -> None:
    caller = Caller(getattr(people, role))
    for (method, path), rule in POLICY.items():
        if not isinstance(rule, One):
            continue
        missing = _call(caller, method, path, NOWHERE, rule)
        problem(missing, 404, "not_found")
        for owner, records in scene.items():
            answer = _call(caller, method, path, records[rule.kind], rule)
            said = (method, path, role, owner)
            if owner not in REACH[role]:
                assert answer.status_code == 404, said
                assert answer.content == missing.content, said
            elif path.endswith("/content"):
                pass  # the bytes of a made-up photo are not on the disk: test_files
            else:
                assert answer.status_code in (200, 201, 409), (*said, answer.content)


@pytest.mark.parametrize(
    "record_id", ["0", "-1", "abc", "1.0", "%00", "1e3", "９", "1" * 40, "%F0%9F%98%80", "%27--", "..", "null"]
)
def test_what_can_be_no_id_is_missing_too(people: Cast, rep: Caller, record_id: str) -> None:
    for (method, path), rule in POLICY.items():
        if isinstance(rule, One):
            problem(_call(rep, method, path, record_id, rule), 404, "not_found")


@pytest.mark.parametrize("role", ["rep", "supervisor", "director", "admin"])
def test_deleted_records_are_missing_for_everybody(people: Cast, scene: dict[str, dict[str, str]], role: str) -> None:
    caller, mine = Caller(getattr(people, role)), scene["rep"]
    for kind in ("contact", "visit", "customer"):
        delete(people.admin, kind, int(mine[kind]))
    for (method, path), rule in POLICY.items():
        if isinstance(rule, One) and rule.kind in ("contact", "visit", "customer"):
            missing = _call(caller, method, path, NOWHERE, rule)
            assert _call(caller, method, path, mine[rule.kind], rule).content == missing.content, path
    for path in ("/customers", "/contacts", "/visits", "/flags"):
        assert "标记rep" not in caller.get(path).content.decode(), path
    refused = caller.post("/visits", visit_body(getattr(people, role), int(mine["customer"])))
    assert ("customer", "not_found") in {(e["field"], e["code"]) for e in problem(refused, 422, "invalid")["errors"]}
    assert Visit.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_their_filters_hold_nothing_of_others(
    people: Cast, scene: dict[str, dict[str, str]], role: str
) -> None:
    caller = Caller(getattr(people, role))
    for (_method, path), rule in POLICY.items():
        if not isinstance(rule, Many):
            continue
        queries: list[dict[str, str]] = [{}]
        queries += [{name: scene[owner][kind]} for owner in scene for name, kind in rule.filters.items()]
        for query in queries:
            answer = caller.get(path, query)
            if role == "engineer" and not rule.open_to_engineer:
                problem(answer, 403, "forbidden")
                continue
            shown = ok(answer)
            seen = {owner for owner in scene if any(_is_of(item, rule.kind, scene[owner]) for item in shown["items"])}
            assert seen <= REACH[role], (path, query, role)
            assert seen or query or not REACH[role] or rule.kind == "flag", (path, role)
            for owner in set(scene) - REACH[role]:
                assert f"标记{owner}" not in answer.content.decode(), (path, query, role)


def _is_of(item: dict[str, Any], kind: str, records: dict[str, str]) -> bool:
    return item["customer" if kind == "flag" else "id"] == records[kind]


@pytest.mark.parametrize("role", ROLES)
def test_filters_by_foreign_and_missing_records_answer_the_same(
    people: Cast, scene: dict[str, dict[str, str]], role: str
) -> None:
    caller = Caller(getattr(people, role))
    foreign = [records for owner, records in scene.items() if owner not in REACH[role]]
    for (_method, path), rule in POLICY.items():
        if isinstance(rule, Many) and "customer" in rule.filters:
            for records in foreign:
                theirs, nobodys = (caller.get(path, {"customer": i}) for i in (records["customer"], NOWHERE))
                assert theirs.content == nobodys.content, (path, role)


def test_unknown_paths_and_wrong_methods_are_problems(people: Cast, rep: Caller) -> None:
    for path in ("/nothing", "/customers/", "/customers/1/nothing", "/", "/../v2", "/measures/x/y/z"):
        problem(rep.get(path), 404, "not_found")
    known = set(POLICY)
    for path in {path for _method, path in known}:
        for method in ("PUT", "DELETE", "PATCH", "POST"):
            if (method, path) not in known:
                refused = rep.send(method, path.replace("{}", "1"), {})
                problem(refused, 405, "method_not_allowed")
                assert refused["Allow"]
