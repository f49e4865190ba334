"""The company of the benchmark: the peers' 100,000 customers and 1,000,000 visits in Genjin's tables, by COPY.

Loaded as superuser with triggers off (no history of what never happened); kept between runs.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench.peers.common import N_CUSTOMERS, N_VISITS, NEEDS, OWNERS, SEED, customers, han
from genjin.lib.text.grams import bigrams, searchable
from genjin.lib.text.names import name_key
from genjin.lib.text.pinyin import initials, sort_key

#: Ids: fixed ranges, so that a row's id tells what it is and works need no look-up.
CUSTOMER0 = 1_000_000
VISIT0 = 10_000_000
INTERACTION0 = 30_000_000
TASK0 = 50_000_000
FILE0 = 70_000_000
SPARE_FILES = 300_000
NEXT_ID = 90_000_000
TABLES = (
    "sales_customer", "records_searchentry", "sales_visit", "sales_interaction", "work_task", "evidence_file",
    "evidence_fileuse",
)  # fmt: skip

Cell = str | int | None


class Marks:
    """What was loaded when: lies beside the data, so that a second run knows."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bench.json"

    def read(self) -> dict[str, Any] | None:
        """The marks of a whole load of this size, else None."""
        if not self.path.exists():
            return None
        marks: dict[str, Any] = json.loads(self.path.read_text())
        return marks if (marks["customers"], marks["visits"]) == (N_CUSTOMERS, N_VISITS) else None

    def write(self, now: dt.datetime, seconds: float) -> None:
        """Say that the load is whole."""
        marks = {"customers": N_CUSTOMERS, "visits": N_VISITS, "now": now.isoformat(), "seconds": round(seconds, 1)}
        self.path.write_text(json.dumps(marks))


def fill(con: psycopg.Connection[Any], users: list[int], teams: list[int], now: dt.datetime) -> float:
    """Copy everything in; `users[i]` owns what the peers' owner i+1 owns. Returns seconds."""
    begin = time.perf_counter()
    con.execute("set session_replication_role = replica")
    con.execute(f"truncate {', '.join(TABLES)} cascade")
    owners = _customers(con, users, teams, now)
    _visits(con, users, teams, owners, now)
    _spare_files(con, users, now)
    con.execute(
        """update sales_customer c set last_visit_at = v.at, last_valid_at = v.valid from (
             select customer_id, max(occurred_at) at, max(occurred_at) filter (where is_valid) valid
             from sales_interaction group by 1) v where v.customer_id = c.id"""
    )
    con.execute("select setval('record_id', %s)", (NEXT_ID,))
    con.commit()
    con.autocommit = True
    con.execute("vacuum (analyze)")
    return time.perf_counter() - begin


def copy(con: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[Iterable[Cell]]) -> None:
    """COPY rows of text, numbers and None."""
    with con.cursor().copy(f"copy {table} ({columns}) from stdin") as out:
        chunk: list[str] = []
        for row in rows:
            chunk.append("\t".join("\\N" if cell is None else str(cell) for cell in row))
            if len(chunk) == 5000:
                out.write("\n".join(chunk) + "\n")
                chunk.clear()
        if chunk:
            out.write("\n".join(chunk) + "\n")


def _customers(con: psycopg.Connection[Any], users: list[int], teams: list[int], now: dt.datetime) -> list[int]:
    owners = [0] * (N_CUSTOMERS + 1)
    entries: list[tuple[Cell, ...]] = []

    def rows() -> Iterator[tuple[Cell, ...]]:
        for no, name, phone, owner, klass, created in customers(now):
            owners[no] = owner - 1
            key, letters = CUSTOMER0 + no, initials(name)
            user, team = users[owner - 1], teams[(owner - 1) % len(teams)]
            grams = sorted({*bigrams(name), *bigrams(phone), *bigrams(letters)})
            entries.append(
                (
                    "customer",
                    key,
                    name,
                    f"{searchable(name)} +86{phone}",
                    letters,
                    "{" + ",".join(grams) + "}",
                    user,
                    team,
                )
            )
            yield (
                key, user, team, user, name, name_key(name), sort_key(name), letters, f"+86{phone}", klass, created,
                created, no * 37 % 1_000_000,
            )  # fmt: skip

    copy(
        con,
        "sales_customer",
        "id, owner_id, team_id, created_by_id, name, name_key, name_sort, name_initials, phone, customer_class, assigned_at,"
        " created_at, value",
        rows(),
    )
    copy(con, "records_searchentry", "object_key, record_id, title, body, initials, grams, owner_id, team_id", entries)
    return owners


def _visits(
    con: psycopg.Connection[Any], users: list[int], teams: list[int], owners: list[int], now: dt.datetime
) -> None:
    made = list(_made_visits(users, teams, owners, now))
    copy(
        con,
        "sales_visit",
        "id, owner_id, team_id, created_by_id, customer_id, author_id, need_type, text, next_text, next_due_on, next_task_id,"
        " occurred_at, recorded_at, local_day, is_valid, origin, rule_version",
        (
            (
                VISIT0 + n,
                u,
                t,
                u,
                c,
                u,
                need,
                text,
                step or "",
                due,
                TASK0 + n if step else None,
                at,
                at,
                day,
                ok,
                "api",
                1,
            )
            for n, (c, u, t, need, text, step, due, at, day, ok) in enumerate(made)
        ),
    )
    copy(
        con,
        "sales_interaction",
        "id, customer_id, source, source_id, actor_id, owner_then_id, team_then_id, occurred_at, recorded_at, local_day,"
        " eff_chars, novel_chars, evidence_units, need_type, next_task_id, next_due_on, is_valid, rule_version, body",
        (
            (
                INTERACTION0 + n,
                c,
                "visit",
                VISIT0 + n,
                u,
                u,
                t,
                at,
                at,
                day,
                len(text),
                len(text),
                1,
                need,
                TASK0 + n if step else None,
                due,
                ok,
                1,
                text,
            )
            for n, (c, u, t, need, text, step, due, at, day, ok) in enumerate(made)
        ),
    )
    copy(
        con,
        "work_task",
        "id, kind, title, owner_id, team_id, object_key, record_id, source_object, source_id, state, due_on, due_at,"
        " created_by_id, created_at, completed_at, dedupe_key",
        (
            (
                TASK0 + n,
                "next_step",
                step,
                u,
                t,
                "customer",
                c,
                "visit",
                VISIT0 + n,
                "done" if n % 3 else "open",
                due,
                f"{due} 18:00+08",
                u,
                at,
                at if n % 3 else None,
                f"next_step:{VISIT0 + n}",
            )
            for n, (c, u, t, _need, _text, step, due, at, _day, _ok) in enumerate(made)
            if step
        ),
    )
    copy(
        con,
        "evidence_fileuse",
        "file_id, object_key, record_id, role, sha256, used_at",
        ((FILE0, "visit", VISIT0 + n, "photo", f"{n:064x}", row[7]) for n, row in enumerate(made)),
    )


def _made_visits(
    users: list[int], teams: list[int], owners: list[int], now: dt.datetime
) -> Iterator[tuple[int, int, int, str, str, str | None, str | None, str, str, str]]:
    rng = random.Random(SEED + 1)
    for _ in range(N_VISITS):
        no = rng.randint(1, N_CUSTOMERS)
        owner = owners[no]
        at = now - dt.timedelta(minutes=rng.randrange(60 * 24 * 365))
        step = han(rng, 12) if rng.random() < 0.7 else None
        due = (at + dt.timedelta(days=rng.randint(1, 30))).date().isoformat() if step else None
        day = (at + dt.timedelta(hours=8)).date().isoformat()
        yield (
            CUSTOMER0 + no, users[owner], teams[owner % len(teams)], rng.choice(NEEDS), han(rng, rng.randint(50, 70)),
            step, due, at.isoformat(), day, "t" if step and rng.random() < 0.8 else "f",
        )  # fmt: skip


def _spare_files(con: psycopg.Connection[Any], users: list[int], now: dt.datetime) -> None:
    """Photos uploaded and not yet used: one for each visit that a run will submit, in ranges per owner."""
    copy(
        con,
        "evidence_file",
        "id, name, sha256, size_bytes, media_type, kind, width, height, captured_at, storage_path, uploaded_by_id, findings",
        (
            (
                FILE0 + n,
                "a.jpg",
                f"{n + 2**60:064x}",
                90_000,
                "image/jpeg",
                "image",
                1200,
                900,
                now.isoformat(),
                "none",
                users[n % OWNERS],
                "[]",
            )
            for n in range(SPARE_FILES)
        ),
    )
