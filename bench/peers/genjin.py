"""Works A–F on Genjin, as they were measured on the peers: API calls of one person who is no administrator."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bench import works, world
from bench.company import PORT, Served
from bench.peers.common import N_CUSTOMERS, OWNERS, SEED, Http, Op

Result = dict[str, Any]

BARE_B = [
    "select * from sales_customer where id = %s",
    "select * from sales_visit where customer_id = %s and deleted_at is null order by occurred_at desc, id desc limit 20",
]
BARE_C = [
    """select * from sales_customer where owner_id = %s and deleted_at is null
       and silent_since < now() - interval '14 days' order by silent_since, id limit 50"""
]
BARE_D = [
    """select actor_id, count(*), avg((next_due_on is not null)::int) from sales_interaction
       where source = 'visit' and local_day > current_date - 30 group by actor_id"""
]


def _everybody(served: Served) -> Http:
    return Http(PORT, {"Authorization": f"Bearer {served.tokens[-1]}"})


def work_a(served: Served) -> Result:
    """Create a visit."""
    return works.visit_submit(served)


def work_b(served: Served) -> Result:
    """One customer and its 20 latest visits."""

    def make(no: int) -> Op:
        rng, http = random.Random(SEED + no), _everybody(served)

        def run(i: int) -> None:
            number = world.CUSTOMER0 + rng.randint(1, N_CUSTOMERS)
            http.call("GET", f"/api/v1/customers/{number}?visits=20")

        return works.Timed(http, run)

    return works.timed(make, served, BARE_B, lambda rng: [(world.CUSTOMER0 + rng.randint(1, N_CUSTOMERS),)] * 2)


def work_c(served: Served) -> Result:
    """An owner's customers without a visit in 14 days, the longest silent first, 50."""

    def make(no: int) -> Op:
        rng, http = random.Random(SEED + no), _everybody(served)

        def run(i: int) -> None:
            query = urlencode({"owner": rng.choice(served.names), "untouched": 14, "order": "silent", "limit": 50})
            http.call("GET", f"/api/v1/customers?{query}")

        return works.Timed(http, run)

    return works.timed(make, served, BARE_C, lambda rng: [(served.users[rng.randrange(OWNERS)],)])


def work_d(served: Served) -> Result:
    """Visits per owner in 30 days, and the share that counts."""

    def make(no: int) -> Op:
        http = _everybody(served)
        return works.Timed(http, lambda i: http.call("GET", "/api/v1/measures/valid_visit_rate?split=owner") and None)

    return works.timed(make, served, BARE_D, lambda rng: [()])


def work_e(served: Served) -> Result:
    """Import: rows a second, with duplicates found and bad rows returned."""
    return works.import_customers(served)


def work_f(served: Served) -> Result:
    """Second start, and memory of supervisor, web and worker without PostgreSQL."""
    return {
        "p50_ms": round(served.started_s * 1000), "p99_ms": None, "per_s": None, "bare_p50_ms": None, "sql_ratio": None,
        "rss_mib": served.rss_mib(), "load_s": served.loaded_s,
    }  # fmt: skip


WORKS: dict[str, Callable[[Served], Result]] = {
    "peers_a": work_a, "peers_b": work_b, "peers_c": work_c, "peers_d": work_d, "peers_e": work_e, "peers_f": work_f,
}  # fmt: skip
