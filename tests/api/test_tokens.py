"""Who is let in, with what rights, and how fast."""

from __future__ import annotations

import argparse
from datetime import timedelta

import pytest

from genjin.api.http import rates
from genjin.config.commands import token as command
from genjin.config.refusal import Refusal
from genjin.kernel.jobs import clock
from genjin.kernel.people.models import ApiToken
from genjin.kernel.people.tokens import actor_of_token, issue_token
from tests.api.caller import Caller, ok, problem
from tests.factories import Cast, customer, user_of, visit_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "token", ["", "x", "gj_" + "A" * 43, "Bearer", "x" * 5000, "'; drop table people_user --", "\u00e9"]
)
def test_dead_tokens_are_401_everywhere(people: Cast, token: str) -> None:
    caller = Caller(None, token=token)
    for path in ("/customers", "/customers/1", "/visits", "/tasks", "/files/1"):
        refused = caller.get(path)
        problem(refused, 401, "unauthorized")
        assert refused["WWW-Authenticate"].startswith("Bearer")
    problem(caller.post("/visits", {}), 401, "unauthorized")
    problem(caller.send("POST", "/customers", raw=b"{not json"), 401, "unauthorized")


def test_other_schemes_are_401(people: Cast) -> None:
    caller = Caller(None)
    for header in ("Basic cmVwOnJlcA==", "Bearer", "bearer", "Token x", ""):
        problem(caller.get("/customers", Authorization=header), 401, "unauthorized")


def test_expired_token_is_401_the_moment_it_expires(people: Cast, rep: Caller) -> None:
    ok(rep.get("/customers"))
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    problem(rep.get("/customers"), 401, "unauthorized")


def test_token_with_an_end_is_checked_on_hot_routes_too(people: Cast) -> None:
    token = issue_token(user_of(people.rep))
    ApiToken.objects.update(expires_at=clock.now() + timedelta(hours=1))
    caller, where = Caller(None, token=token), customer(people.rep)
    ok(caller.get(f"/customers/{where}"))
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    problem(caller.get(f"/customers/{where}"), 401, "unauthorized")


def test_scopes_narrow_a_token(people: Cast) -> None:
    where = customer(people.rep)
    caller = Caller(None, token=issue_token(user_of(people.rep), scopes=["customer:read"]))
    ok(caller.get(f"/customers/{where}"))
    ok(caller.get("/customers"))
    problem(caller.post("/customers", {"name": "甲"}), 403, "forbidden")
    problem(caller.patch(f"/customers/{where}", {"name": "甲"}), 403, "forbidden")
    problem(caller.get("/visits"), 403, "forbidden")
    problem(caller.get("/tasks"), 403, "forbidden")
    problem(caller.get(f"/customers/{where}/timeline"), 403, "forbidden")
    problem(caller.get(f"/customers/{where}", {"visits": "5"}), 403, "forbidden")
    problem(caller.post("/visits", visit_body(people.rep, where)), 403, "forbidden")


def test_hundred_requests_a_second_pass_and_a_runaway_is_told_to_wait(
    people: Cast, rep: Caller, stranger: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rates.PER_SECOND >= 100
    monkeypatch.setattr(rates, "buckets", rates.Buckets(per_second=0.01, burst=3))
    for _ in range(3):
        ok(rep.get("/customers"))
    refused = rep.get("/customers")
    problem(refused, 429, "too_many_requests")
    assert refused["Retry-After"] == "1"
    ok(stranger.get("/customers"))


def test_buckets_fill_again() -> None:
    buckets = rates.Buckets(per_second=100, burst=2)
    assert [buckets.take("a", 0), buckets.take("a", 0), buckets.take("a", 0)] == [True, True, False]
    assert buckets.take("a", 0.011)
    assert not buckets.take("a", 0.012)


def test_command_prints_a_token_alone_on_a_line(people: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["rep"])) == 0
    (line,) = capsys.readouterr().out.splitlines()
    actor = actor_of_token(line)
    assert actor is not None
    assert actor.username == "rep"
    with pytest.raises(Refusal):
        command.run(parser.parse_args(["nobody"]))
