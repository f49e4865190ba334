"""The peers' data and load generator: the same rows, the same clients, bare SQL on either side of every run.

Taken from the scripts the peers were measured with, so that figures can be held against each other.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import multiprocessing as mp
import os
import pathlib
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

SEED = 20261120
OWNERS = 50
N_CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", 100_000))
N_VISITS = int(os.environ.get("BENCH_VISITS", 1_000_000))
SECONDS = float(os.environ.get("BENCH_SECONDS", 6))
WARMUP = float(os.environ.get("BENCH_WARMUP", 1.5))
CLASSES = ["A", "B", "C", "D"]
NEEDS = ["price", "technical", "delivery", "service"]
HAN = "客户今天来访谈到产品价格交付时间合同付款方式需要下周再次联系确认样品测试结果技术方案报价预算采购流程领导审批竞争对手服务质量"
CITY = ["北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "西安", "南京", "苏州", "青岛", "长沙"]
TRADE = ["科技", "机械", "电子", "贸易", "化工", "医疗", "建材", "食品", "物流", "能源"]

Op = Callable[[int], None]


def han(rng: random.Random, n: int) -> str:
    """A text of `n` random common characters."""
    return "".join(rng.choices(HAN, k=n))


def customers(
    now: dt.datetime, n: int = N_CUSTOMERS, seed: int = SEED
) -> Iterator[tuple[int, str, str, int, str, dt.datetime]]:
    """(no 1.., name, phone, owner no 1..OWNERS, class, created_at)"""
    rng = random.Random(seed)
    for i in range(1, n + 1):
        name = rng.choice(CITY) + han(rng, 3) + rng.choice(TRADE) + "有限公司"
        phone = f"13{rng.randrange(10**9):09d}"
        age = dt.timedelta(minutes=rng.randrange(60 * 24 * 1000))
        yield i, name, phone, rng.randint(1, OWNERS), rng.choice(CLASSES), now - age


def new_visit(rng: random.Random, now: dt.datetime) -> dict[str, Any]:
    """One visit to create (A): any customer, 50–70 characters, a next step in seven of ten."""
    step = han(rng, 12) if rng.random() < 0.7 else None
    return {
        "customer": rng.randint(1, N_CUSTOMERS),
        "need_type": rng.choice(NEEDS),
        "text": han(rng, rng.randint(50, 70)),
        "step": step,
        "due": (now + dt.timedelta(days=rng.randint(1, 30))).date(),
    }


class Http:
    """One keep-alive connection; `call` returns the body and raises when the status is not 2xx."""

    def __init__(self, port: int, headers: dict[str, str] | None = None, timeout: float = 600) -> None:
        self.con = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = {"Content-Type": "application/json", **(headers or {})}
        self.sql_ms: list[float] = []

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> bytes:
        """Send, read, note the server's own SQL time."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        self.con.request(method, path, body, {**self.headers, **(headers or {})})
        answer = self.con.getresponse()
        data = answer.read()
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{method} {path[:200]}: {answer.status} {data[:500].decode(errors='replace')}")
        timing = answer.getheader("Server-Timing") or ""
        if "sql;dur=" in timing:
            self.sql_ms.append(float(timing.split("sql;dur=")[1].split(",")[0]))
        return data

    def json(self, *a: Any, **k: Any) -> Any:
        """The body as JSON."""
        return json.loads(self.call(*a, **k))


class _Client(mp.get_context("fork").Process):  # type: ignore[name-defined,misc]
    """A client in a process of its own: the generator must not wait for its own lock."""

    def __init__(self, make_op: Callable[[int], Op], no: int, start: float, warmup: float, seconds: float, out: Any):
        super().__init__(daemon=True)
        self.plan = (make_op, no, start, warmup, seconds, out)

    def run(self) -> None:
        make_op, no, start, warmup, seconds, out = self.plan
        took: list[float] = []
        errors, first = 0, ""
        try:
            op = make_op(no)
        except Exception as error:
            out.put(([], 1, repr(error), []))
            return
        time.sleep(max(0, start - time.time()))
        begin, i = time.perf_counter(), 0
        while (t := time.perf_counter()) - begin < warmup + seconds:
            try:
                op(i)
                if t - begin >= warmup:
                    took.append(time.perf_counter() - t)
            except Exception as error:
                errors, first = errors + 1, first or repr(error)
                if errors > 20:
                    break
                op = make_op(no)
            i += 1
        out.put((took, errors, first, getattr(op, "sql_ms", [])))


def load(
    make_op: Callable[[int], Op], clients: int = 1, seconds: float = SECONDS, warmup: float = WARMUP
) -> dict[str, Any]:
    """`make_op(client no)` gives `op(i)`. Returns p50, p99 (ms), per_s, errors and the server's SQL p50 (ms)."""
    out = mp.get_context("fork").Queue()
    start = time.time() + 0.5
    processes = [_Client(make_op, n, start, warmup, seconds, out) for n in range(clients)]
    for process in processes:
        process.start()
    got = [out.get() for _ in processes]
    for process in processes:
        process.join()
    took = sorted(t for g in got for t in g[0])
    sql = sorted(t for g in got for t in g[3])
    errors = sum(g[1] for g in got)
    if errors:
        print("ERRORS", errors, next(g[2] for g in got if g[2]), file=sys.stderr)
    return {
        "clients": clients,
        "p50_ms": _at(took, 0.5, 1000),
        "p99_ms": _at(took, 0.99, 1000),
        "per_s": round(len(took) / seconds, 1),
        "sql_p50_ms": _at(sql, 0.5, 1),
        "errors": errors,
    }


def _at(values: list[float], share: float, scale: int) -> float | None:
    return round(values[min(len(values) - 1, int(len(values) * share))] * scale, 3) if values else None


def bare(
    dsn: str, statements: list[str], params: Callable[[random.Random], list[Any]], clients: int = 1, **k: Any
) -> Any:
    """Load of prepared statements, one connection per client, a commit per operation."""

    def make(no: int) -> Op:
        con = psycopg.connect(dsn, autocommit=True)
        con.prepare_threshold = 0
        rng = random.Random(SEED + 100 + no)

        def op(i: int) -> None:
            if len(statements) > 1:
                with con.transaction():
                    for sql, given in zip(statements, params(rng), strict=True):
                        _run(con, sql, given)
            else:
                _run(con, statements[0], params(rng)[0])

        return op

    return load(make, clients, **k)


def _run(con: psycopg.Connection[Any], sql: str, given: Any) -> None:
    cursor = con.execute(sql, given)
    if cursor.description:
        cursor.fetchall()


def tree(pid: int) -> list[int]:
    """`pid` and all its descendants."""
    kids: dict[int, list[int]] = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            kids.setdefault(parent, []).append(int(folder.name))
        except OSError:
            continue
    todo, found = [pid], []
    while todo:
        one = todo.pop()
        found.append(one)
        todo += kids.get(one, [])
    return found


def rss_mib(pid: int, *, without: str = "postgres") -> int:
    """Resident memory of a process tree without PostgreSQL, MiB (shared pages counted once per process)."""
    kib = 0
    for one in tree(pid):
        try:
            if pathlib.Path(f"/proc/{one}/comm").read_text().strip() == without:
                continue
            lines = pathlib.Path(f"/proc/{one}/status").read_text().splitlines()
            kib += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        except OSError:
            continue
    return round(kib / 1024)
