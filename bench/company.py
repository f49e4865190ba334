"""The benchmark's company, served as a company serves it: `genjin up` on a data folder of its own."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench import world
from bench.peers.common import N_CUSTOMERS, N_VISITS, OWNERS, rss_mib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "bench"
PORT = int(os.environ.get("BENCH_PORT", 8791))
TEAMS = 5


@dataclass
class Served:
    """A running company: where it answers, its database, its people."""

    process: subprocess.Popen[str]
    dsn: str
    users: list[int]
    names: list[str]
    tokens: list[str]
    started_s: float
    loaded_s: float

    def rss_mib(self) -> int:
        """Memory of supervisor, web and worker."""
        return rss_mib(self.process.pid)

    def stop(self) -> None:
        """End it as a person would."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve() -> Served:
    """Start it, filled; the data are kept in build/bench between runs of the same size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "GENJIN_DATA_DIR": str(FOLDER / "data"), "GENJIN_PORT": str(PORT), "GENJIN_DEMO": "none",
        "GENJIN_ADMIN_PASSWORD": "bench-admin-only", "GENJIN_SERVER_TIMING": "1",
        "DJANGO_SETTINGS_MODULE": "genjin.config.settings",
    }  # fmt: skip
    process, took = _start()
    import django

    django.setup()
    from django.conf import settings

    run = settings.DATABASES["default"]["HOST"]
    dsn = f"host={run} user=genjin dbname=genjin"
    users, names = _people()
    marks = world.Marks(FOLDER / "data")
    loaded = 0.0
    if marks.read() is None:
        say(f"loading {N_CUSTOMERS:,} customers and {N_VISITS:,} visits")
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        with _superuser(run) as con:
            loaded = world.fill(con, users, _teams(), now)
        marks.write(now, loaded)
    with _superuser(run) as con:
        _renew(con)
    return Served(process, dsn, users, names, _tokens(names), took, loaded)


def say(words: str) -> None:
    """Progress, on stderr."""
    print(words, file=sys.stderr, flush=True)


def _start() -> tuple[subprocess.Popen[str], float]:
    begin = time.perf_counter()
    log = (FOLDER / "serve.log").open("a")
    process = subprocess.Popen(
        [sys.executable, "-m", "genjin.config.command", "up"], stdout=subprocess.PIPE, stderr=log, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Genjin is ready"):
            return process, time.perf_counter() - begin
    raise SystemExit(f"the company did not start: see {FOLDER / 'serve.log'}")


def _superuser(run: str) -> psycopg.Connection[Any]:
    from genjin.config.postgres.server import connect_as_superuser

    return connect_as_superuser(Path(run), "genjin")


def _people() -> tuple[list[int], list[str]]:
    from genjin.kernel.people.company import add_team, add_user
    from genjin.kernel.people.models import Team, User
    from genjin.kernel.playbooks.apply import ensure_applied

    ensure_applied()
    names = [f"rep{n:02}" for n in range(OWNERS)]
    if not User.objects.filter(username=names[0]).exists():
        root = Team.objects.order_by("id").first()
        teams = [add_team(f"Team {n}", parent=root) for n in range(TEAMS)]
        for n, name in enumerate(names):
            add_user(name, f"销售{n:02}", role="rep", team=teams[n % TEAMS])
        for n, team in enumerate(teams):
            add_user(f"lead{n}", f"主管{n}", role="supervisor", team=team)
        add_user("head", "总监", role="director", team=root)
    found = dict(User.objects.filter(username__in=names).values_list("username", "id"))
    return [found[name] for name in names], names


def _teams() -> list[int]:
    from genjin.kernel.people.models import Team

    return list(Team.objects.filter(parent__isnull=False).order_by("id").values_list("id", flat=True))


def _tokens(names: list[str]) -> list[str]:
    from genjin.kernel.people.models import User
    from genjin.kernel.people.tokens import issue_token

    return [issue_token(User.objects.get(username=name), name="bench") for name in [*names, "lead0", "head"]]


def _renew(con: psycopg.Connection[Any]) -> None:
    """Take back what earlier runs recorded, so that every run finds the same company and unused photos."""
    con.execute("set session_replication_role = replica")
    for statement in (
        f"delete from sales_visit where id >= {world.NEXT_ID}",
        f"delete from sales_interaction where id >= {world.NEXT_ID}",
        f"delete from work_task where id >= {world.NEXT_ID}",
        f"delete from evidence_fileuse where record_id >= {world.NEXT_ID}",
        f"delete from sales_customer where id >= {world.NEXT_ID}",
        f"delete from sales_contact where id >= {world.NEXT_ID}",
        f"delete from records_searchentry where record_id >= {world.NEXT_ID}",
        "delete from imports_seen",
        "delete from imports_mergeproposal",
        "delete from events_event",
        "delete from jobs_once",
    ):
        con.execute(statement)  # type: ignore[arg-type]
    con.commit()
    con.autocommit = True
    con.execute(
        "vacuum analyze sales_visit, sales_interaction, work_task, evidence_fileuse, sales_customer, records_searchentry"
    )
