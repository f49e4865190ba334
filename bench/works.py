"""The works of the main job: what a person waits for, each beside the same SQL written by hand and run bare."""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connections

from bench import bare_sql, world
from bench.company import FOLDER, PORT, Served, say
from bench.peers.common import N_CUSTOMERS, OWNERS, SEED, Http, Op, bare, customers, han, load, new_visit

Result = dict[str, Any]


def owned() -> list[list[int]]:
    """Ids of customers by owner index."""
    found: list[list[int]] = [[] for _ in range(OWNERS)]
    for no, _name, _phone, owner, _class, _created in customers(dt.datetime.now(dt.UTC)):
        found[owner - 1].append(world.CUSTOMER0 + no)
    return found


class Timed:
    """An operation that also hands out the server's SQL times."""

    def __init__(self, http: Http, run: Callable[[int], None]) -> None:
        self.http, self.run = http, run

    def __call__(self, i: int) -> None:
        self.run(i)

    @property
    def sql_ms(self) -> list[float]:
        return self.http.sql_ms


#: Which run of clients this is: counted here, because clients are forked and cannot tell each other.
_rounds = [0]


def timed(
    make: Callable[[int], Op], served: Served, statements: list[str], params: Callable[[random.Random], list[Any]]
) -> Result:
    """One client between two bare runs, then four clients for the rate."""
    part = {"seconds": 2, "warmup": 0.5}
    _rounds[0] += 1
    bares = [bare(served.dsn, statements, params, **part)]
    one = load(make, 1)
    bares.append(bare(served.dsn, statements, params, **part))
    _rounds[0] += 1
    four = load(make, 4)
    base = sum(b["p50_ms"] for b in bares) / 2
    sql = one["sql_p50_ms"]
    return {
        "p50_ms": one["p50_ms"], "p99_ms": one["p99_ms"], "per_s": four["per_s"], "bare_p50_ms": round(base, 3),
        "sql_ratio": round(sql / base, 2) if sql else None, "sql_p50_ms": sql,
        "else_p50_ms": round(one["p50_ms"] - sql, 2) if sql else None, "p50_4_ms": four["p50_ms"],
        "errors": one["errors"] + four["errors"],
    }  # fmt: skip


def visit_submit(served: Served) -> Result:
    """POST /visits through the API: every check, near copies, photo, verdict, task, event, history, idempotency key."""
    mine = owned()
    stamp = f"{time.time():.0f}"

    def make(no: int) -> Op:
        # Each client is a rep of his own, in every run another, with photos that no visit has used.
        owner = (_rounds[0] * 5 + no) % OWNERS
        rng = random.Random(SEED + owner)
        http = Http(PORT, {"Authorization": f"Bearer {served.tokens[owner]}"})

        def run(i: int) -> None:
            n = owner + OWNERS * (i % (world.SPARE_FILES // OWNERS))
            visit = new_visit(rng, dt.datetime.now(dt.UTC))
            body = {
                "customer": str(rng.choice(mine[owner])), "need_type": visit["need_type"], "text": visit["text"],
                "next_step": {"text": visit["step"] or han(rng, 12), "due_on": visit["due"].isoformat()},
                "photos": [str(world.FILE0 + n)], "occurred_at": dt.datetime.now(dt.UTC).isoformat(),
            }  # fmt: skip
            http.call("POST", "/api/v1/visits", body, {"Idempotency-Key": f"{stamp}-{owner}-{i}"})

        return Timed(http, run)

    numbers = iter(range(10**9))

    def params(rng: random.Random) -> list[Any]:
        owner = rng.randrange(OWNERS)
        visit = new_visit(rng, dt.datetime.now(dt.UTC))
        return bare_sql.visit_params(
            served.users[owner],
            rng.choice(mine[owner]),
            visit,
            world.FILE0 + SEED % 1000,
            f"bare-{time.time_ns()}-{next(numbers)}",
        )

    return timed(make, served, bare_sql.VISIT, params)


def _sessions(served: Served) -> list[dict[str, str]]:
    """Cookies of every rep, made before clients are forked: a connection must not be shared."""
    if not _cookies:
        _cookies.extend(_session(name) for name in served.names)
        connections.close_all()
    return _cookies


_cookies: list[dict[str, str]] = []


def _session(username: str) -> dict[str, str]:
    """A signed-in browser's cookie, made as sign-in makes it."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from genjin.kernel.people.actor import config_version
    from genjin.kernel.people.models import User
    from genjin.web.sign_in.session import begin

    request = HttpRequest()
    request.session = SessionStore()
    begin(request, User.objects.get(username=username), config_version())
    request.session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"}


def customer_page(served: Served) -> Result:
    """The customer page as HTML."""
    mine = owned()
    cookies = _sessions(served)

    def make(no: int) -> Op:
        rng, owner = random.Random(SEED + no), no % OWNERS
        http = Http(PORT, cookies[owner])
        return Timed(http, lambda i: http.call("GET", f"/customers/{rng.choice(mine[owner])}/") and None)

    return timed(
        make, served, bare_sql.CUSTOMER_PAGE, lambda rng: bare_sql.customer_params(rng.choice(mine[0]), served.users[0])
    )


def customer_list(served: Served) -> Result:
    """A rep's customers without a valid visit for 14 days, the longest silent first, 50, as HTML."""
    cookies = _sessions(served)

    def make(no: int) -> Op:
        owner = no % OWNERS
        http = Http(PORT, cookies[owner])
        path = f"/customers/?owner={served.users[owner]}&untouched=14&order=silent"
        return Timed(http, lambda i: http.call("GET", path) and None)

    return timed(
        make, served, bare_sql.CUSTOMER_LIST, lambda rng: bare_sql.list_params(served.users[rng.randrange(OWNERS)])
    )


def search_two(served: Served) -> Result:
    """Two characters in the palette."""
    cookies = _sessions(served)

    def make(no: int) -> Op:
        rng, owner = random.Random(SEED + no), no % OWNERS
        http = Http(PORT, cookies[owner])
        return Timed(http, lambda i: http.call("GET", f"/search/?q={quote(han(rng, 2))}") and None)

    return timed(
        make,
        served,
        bare_sql.SEARCH,
        lambda rng: bare_sql.search_params(han(rng, 2), served.users[rng.randrange(OWNERS)]),
    )


def watch_silent(served: Served) -> Result:
    """The silent watch over all customers, without writing; beside the statement written by hand."""
    from django.db import connection

    from genjin.kernel.flows.watches import evaluate

    ours, theirs = [], []
    with psycopg.connect(served.dsn, autocommit=True) as con:
        con.execute("set jit = off")
        for _ in range(5):
            begin = time.perf_counter()
            con.execute(bare_sql.WATCH).fetchall()
            theirs.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            evaluate("silent_customer", dry_run=True)
            ours.append(time.perf_counter() - begin)
    connection.close()
    mine, hand = sorted(ours), sorted(theirs)
    return {
        "p50_ms": round(mine[2] * 1000, 1), "p99_ms": round(mine[-1] * 1000, 1), "per_s": round(1 / mine[2], 2),
        "bare_p50_ms": round(hand[2] * 1000, 1), "sql_ratio": round(mine[2] / hand[2], 2),
    }  # fmt: skip


def import_customers(served: Served) -> Result:
    """`genjin import customers` of a fresh sheet as large as the company, then the same file again."""
    path = FOLDER / "customers.csv"
    _write_sheet(path, served.names)
    first, again = _imported(path), _imported(path)
    return {
        "p50_ms": round(first[0] * 1000), "p99_ms": round(first[0] * 1000), "per_s": round(N_CUSTOMERS / first[0]),
        "bare_p50_ms": None, "sql_ratio": None, "again_s": round(again[0], 1), "peak_mib": first[1], "said": first[2],
    }  # fmt: skip


def _write_sheet(path: Path, names: list[str]) -> None:
    rng = random.Random(time.time_ns())
    with path.open("w", encoding="gb18030", newline="\r\n") as out:
        out.write("客户导出表,,,,\n客户名称,电话,负责人,客户级别,地址\n")
        for _no, name, phone, owner, klass, _created in customers(dt.datetime.now(dt.UTC), seed=rng.randrange(10**9)):
            out.write(f"{name},{phone},{names[owner - 1]},{klass},{han(rng, 12)}\n")


def _imported(path: Path) -> tuple[float, int, dict[str, int]]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "genjin.config.command", "import", "customers", str(path), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    took = time.perf_counter() - begin
    if done.returncode:
        say(f"import ended with {done.returncode}")
    said = json.loads(done.stdout)
    peak = max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before) // 1024
    return took, peak, {key: value for key, value in said.items() if isinstance(value, int)}


WORKS: dict[str, Callable[[Served], Result]] = {
    "visit_submit": visit_submit,
    "customer_page": customer_page,
    "customer_list": customer_list,
    "search_two": search_two,
    "watch_silent": watch_silent,
    "import_customers": import_customers,
}
