"""The checker itself can fail: fabricated ledgers, a server that confirms too early, rows broken by hand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from genjin.kernel.jobs import clock
from genjin.sales.activity.record_visit import record_visit
from tests.durability.drivers import Rep
from tests.durability.invariants import BROKEN, UNSETTLED, broken, files_astray
from tests.durability.ledger import Ledger, differences
from tests.factories import cast, customer, visit_body


# --- The ledger -----------------------------------------------------------------------------------------------------
@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Three visits sent, two of them confirmed."""
    ledger = Ledger(tmp_path / "ledger")
    for key in ("a", "b", "c"):
        ledger.sent(key, "rep", {})
    ledger.confirmed("a", 1)
    ledger.confirmed("b", 2)
    return ledger


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ([("a", 1), ("b", 2)], []),
        ([("a", 1), ("b", 2), ("c", 3)], []),
        ([("a", 1)], ["lost: b [2]"]),
        ([("a", 1), ("b", 9)], ["lost: b [2]"]),
        ([("a", 1), ("b", 2), ("b", 3)], ["doubled: b"]),
        ([("a", 1), ("b", 2), ("c", 3), ("c", 4)], ["doubled: c"]),
        ([("a", 1), ("b", 2), ("z", 3)], ["from nowhere: z"]),
    ],
)
def test_a_ledger_is_held_against_the_rows(ledger: Ledger, kept: list[tuple[str, int]], said: list[str]) -> None:
    assert differences(ledger.read(), kept) == said


def test_two_answers_under_one_key_are_seen(ledger: Ledger) -> None:
    ledger.confirmed("a", 7)
    assert "two answers: a [1, 7]" in differences(ledger.read(), [("a", 1), ("b", 2)])


# --- A server that confirms before it commits -----------------------------------------------------------------------
class Hasty:
    """Answers first and writes a moment later, unless it was killed meanwhile. `delay_s` 0 is an honest one."""

    def __init__(self, delay_s: float) -> None:
        self.rows: list[tuple[str, int]] = []
        self.is_dead = threading.Event()
        hasty = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                number = time.monotonic_ns()
                if delay_s == 0:
                    hasty.rows.append((self.headers["Idempotency-Key"], number))
                said = json.dumps({"id": str(number), "length": len(content)}).encode()
                self.send_response(201)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
                if delay_s and not hasty.is_dead.wait(delay_s):
                    hasty.rows.append((self.headers["Idempotency-Key"], number))

            def log_message(self, *words: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def kill(self) -> None:
        self.is_dead.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def hasty(request: pytest.FixtureRequest) -> Iterator[Hasty]:
    server = Hasty(request.param)
    yield server
    if not server.is_dead.is_set():
        server.kill()


@pytest.mark.parametrize(("hasty", "is_caught"), [(0, False), (0.3, True)], indirect=["hasty"])
def test_a_server_that_confirms_before_it_commits_is_caught(tmp_path: Path, hasty: Hasty, is_caught: bool) -> None:
    ledger = Ledger(tmp_path / "ledger")
    rep = Rep(ledger, hasty.address, "rep", "token", ["1"], seed=1)
    rep.start()
    deadline = time.monotonic() + 20
    while ledger.confirmations < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    hasty.kill()
    rep.stop.set()
    rep.join(20)
    kept = [(key, visit_id) for key, visit_id in hasty.rows if key.startswith("v")]
    found = differences(ledger.read(), kept)
    assert ledger.confirmations >= 3
    assert any(line.startswith("lost: ") for line in found) == is_caught, found


# --- The rows -------------------------------------------------------------------------------------------------------
def ask(statement: str, parameters: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@pytest.fixture
def since(db: None) -> dict[str, Any]:
    """One whole visit, made by the product."""
    people = cast()
    where = customer(people.rep)
    since = {"since": 0, "began": clock.now()}
    record_visit(people.rep, visit_body(people.rep, where), origin="api")
    return since


@pytest.mark.sql
@pytest.mark.django_db
def test_whole_rows_break_nothing(since: dict[str, Any]) -> None:
    assert broken(ask, BROKEN, **since) == []


_TURNED_RED = (
    "insert into flows_episode (watch_id, watch_version, object_key, record_id, entered_at)"
    " select w.key, 1, 'customer', c.id, c.created_at - interval '1 day' from flows_watch w, sales_customer c"
)
_ANSWERED = (
    "insert into jobs_once (actor_id, key, route, body_hash, status, answer)"
    " values (1, 'k', 'POST /api/v1/visits', '', 201, '{\"id\": \"7\"}')"
)


@pytest.mark.sql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("delete from sales_interaction", "a visit has one interaction"),
        ("update sales_interaction set source_id = 1", "an interaction of a visit has its visit"),
        ("delete from work_task", "a visit's next action is one task"),
        ("update work_task set source_id = 1", "a task has its visit"),
        ("delete from events_event", "a visit happened once"),
        ("update events_event set record_id = 7 where kind = 'visit.recorded'", "an event of a visit has its visit"),
        ("delete from evidence_fileuse", "a visit has its photo"),
        ("update evidence_fileuse set record_id = 7", "a file in use is in use by a record"),
        (
            _ANSWERED,
            "a stored answer tells of a visit that is there",
        ),
        ("delete from sales_visit_history", "a visit's history says once that its author made it"),
        ("update sales_customer_history set pgh_context = null", "every history row has an actor"),
        (
            "update sales_customer set last_valid_at = null",
            "a customer's last dates are the newest of its interactions",
        ),
        (
            _TURNED_RED,
            "an open episode shows one flag, a closed one none",
        ),
        (
            _TURNED_RED,
            "an open episode that is no backlog has one open task, a closed one none",
        ),
        (
            _TURNED_RED,
            "a customer with a valid visit since it turned red is red no more",
        ),
        (
            f"drop index flows_episode_one_open; {_TURNED_RED}; {_TURNED_RED}",
            "a customer is red once",
        ),
    ],
)
def test_each_broken_promise_is_seen(since: dict[str, Any], statement: str, promise: str) -> None:
    with connection.cursor() as cursor:
        for part in statement.split("; "):
            cursor.execute(part)
    found = broken(ask, BROKEN, **{**since, "began": clock.now() - timedelta(days=2)})
    assert any(f"not so: {promise}:" in line for line in found), found


def test_every_promise_is_tried_above() -> None:
    marks = test_each_broken_promise_is_seen.pytestmark  # type: ignore[attr-defined]
    tried = {promise for mark in marks if mark.name == "parametrize" for _statement, promise in mark.args[1]}
    assert tried == set(BROKEN)


@pytest.mark.django_db
def test_what_is_unsettled_is_seen(since: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) values"
            " ('default', 'x', '{}', 'todo'), ('default', 'x', '{}', 'doing')"
        )
    assert len(broken(ask, UNSETTLED)) == len(UNSETTLED)


@pytest.mark.django_db
def test_missing_and_altered_bytes_are_seen(since: dict[str, Any], tmp_path: Path) -> None:
    n, astray = files_astray(ask, tmp_path)
    assert (n, len(astray)) == (1, 1)
    path = tmp_path / ask("select storage_path from evidence_file", {})[0][0]
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else")
    assert "others" in files_astray(ask, tmp_path)[1][0]
