"""The OpenAPI document, and figures held to it."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from genjin.kernel.jobs import clock
from genjin.kernel.records.models import Draft
from tests.api.caller import Caller, codes, ok, problem
from tests.api.contract import hold, spec
from tests.factories import Cast, customer, visit_body

pytestmark = pytest.mark.django_db


def test_document_is_open_and_names_every_route_once() -> None:
    told = ok(Caller(None).get("/openapi.json"))
    assert told == spec()
    assert told["openapi"].startswith("3.1")
    operations = [o for operations in told["paths"].values() for o in operations.values()]
    names = [o["operationId"] for o in operations]
    assert len(names) == len(set(names))
    assert all(o["security"] == [{"Bearer": []}] and {"401", "429"} <= set(o["responses"]) for o in operations)
    assert told["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"


def test_every_reference_of_the_document_leads_somewhere() -> None:
    schemas = spec()["components"]["schemas"]

    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(v) for v in value.values()))
        return set().union(*(references(v) for v in value)) if isinstance(value, list) else set()

    found = references(spec())
    assert found
    assert {reference.rpartition("/")[2] for reference in found} <= set(schemas)
    assert set(schemas["Customer"]["properties"]) >= {"id", "class", "owner", "version"}
    assert set(schemas["CustomerBody"]["properties"]) >= {"name", "class", "custom"}


def test_bodies_and_parameters_are_declared() -> None:
    paths = spec()["paths"]
    assert {p["name"] for p in paths["/customers"]["get"]["parameters"]} == {
        "search",
        "owner",
        "flag",
        "untouched",
        "order",
        "limit",
        "cursor",
    }
    assert {p["name"] for p in paths["/customers/{customer_id}"]["patch"]["parameters"]} == {
        "customer_id",
        "If-Match",
        "Idempotency-Key",
    }
    assert "multipart/form-data" in paths["/files"]["post"]["requestBody"]["content"]
    assert {"201", "202"} <= set(paths["/visits"]["post"]["responses"])


def test_figure_says_as_many_as_the_records_behind_it(
    people: Cast, rep: Caller, supervisor: Caller, stranger: Caller
) -> None:
    where = customer(people.rep)
    made = ok(rep.post("/visits", visit_body(people.rep, where)), 201)
    hollow = {**visit_body(people.rep, where), "photos": [], "draft": True, "client_key": "later"}
    ok(rep.post("/visits", hollow), 202)
    Draft.objects.update(local_day=clock.today() - timedelta(days=1))

    assert {m["key"] for m in ok(rep.get("/measures"))["items"]} >= {"valid_visit_rate", "inactive_share"}
    for caller, count in ((rep, (1, 2)), (supervisor, (1, 2)), (stranger, (0, 0))):
        figure = ok(caller.get("/measures/valid_visit_rate"))
        assert (figure["numerator"], figure["denominator"]) == count
        assert figure["value"] == (count[0] / count[1] if count[1] else None)
        for part, number in zip(("numerator", "denominator"), count, strict=True):
            seen, query = [], {"part": part, "limit": "1"}
            while True:
                page = ok(caller.get("/measures/valid_visit_rate/records", query))
                seen += page["items"]
                if page["next"] is None:
                    break
                query["cursor"] = page["next"]
            assert len(seen) == number
    shown = ok(rep.get("/measures/valid_visit_rate/records", {"part": "denominator"}))["items"]
    assert shown[0] == ok(rep.get(f"/visits/{made['id']}"))
    assert (shown[1]["draft"], shown[1]["is_valid"], shown[1]["customer"]) == ("later", False, str(where))


def test_state_measure_shows_customers_as_their_list_does(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    figure = ok(rep.get("/measures/inactive_share"))
    behind = ok(rep.get("/measures/inactive_share/records", {"part": "denominator"}))["items"]
    assert len(behind) == figure["denominator"]
    assert [item["id"] for item in behind] in ([], [str(where)])


def test_unknown_measures_and_periods_are_refused(people: Cast, rep: Caller) -> None:
    for path in ("/measures/nothing", "/measures/nothing/records?part=numerator"):
        problem(rep.get(path), 404, "not_found")
    assert codes(problem(rep.get("/measures/valid_visit_rate", {"from": "2026-02-30"}), 422, "invalid")) == {
        ("from", "invalid_date")
    }
    assert codes(problem(rep.get("/measures/valid_visit_rate/records"), 422, "invalid")) == {("part", "part_required")}
    problem(rep.get("/measures/valid_visit_rate", {"from": "2026-11-02", "to": "2026-11-01"}), 422, "invalid")


@pytest.mark.parametrize("change", [{"colour": 1}, {"id": 7}, {"class": None, "class_": None}, {"phone": 13800138000}])
def test_an_answer_of_another_shape_is_noticed(people: Cast, rep: Caller, change: dict[str, object]) -> None:
    response = rep.get(f"/customers/{customer(people.rep)}")
    hold("GET", "/customers/1", response)
    response.content = orjson.dumps({**orjson.loads(response.content), **change})
    with pytest.raises(AssertionError):
        hold("GET", "/customers/1", response)
