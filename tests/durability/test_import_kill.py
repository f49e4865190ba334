"""kill -9 in the middle of an import, by command and in the worker: it goes on and ends as if nothing had been.

Goal 10 of facts/reliability.md §3, one case.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.config.conftest import GENJIN
from tests.durability.conftest import MakeTown
from tests.durability.town import Town
from tests.imports.sheets import HEADERS, write_csv

pytestmark = pytest.mark.slow

ROWS = 24_000
#: 30 s until a worker counts as dead, at most 5 s until somebody looks, and the rest of the file.
RESUMED_WITHIN_S = 120

_ROWS_OF = {
    "customers": "select count(*) from sales_customer",
    "contacts": "select count(*) from sales_contact",
    "events": "select count(*) from events_event where kind in ('customer.created', 'contact.created')",
    "history": "select count(*) from sales_customer_history where (pgh_context ->> 'user') is not null",
    "found by search": "select count(*) from records_searchentry",
    "held back": "select count(*) from imports_mergeproposal",
    "still running": "select count(*) from imports_importrun where state = 'running'",
    "left behind": "select count(*) from pg_tables where schemaname = 'scratch' and tablename ~ '_[0-9]+$'",
}
_SUM = "select md5(string_agg(name || phone || coalesce(address, ''), ',' order by name, phone)) from sales_customer"


def test_a_killed_command_is_made_good_by_the_next(
    make_town: MakeTown, tmp_path: Path, report: Callable[[str], None]
) -> None:
    path = _sheet(tmp_path)
    whole, town = make_town("whole"), make_town("command")
    whole.start()
    undisturbed = json.loads(whole.command("import", "customers", str(path), "--json").stdout)
    expected = _rows(whole)
    whole.stop()
    town.start()
    killed = []
    for batches in (1, 3):
        command = subprocess.Popen(
            [*GENJIN, "import", "customers", str(path), "--json"], env=town.variables, stdout=subprocess.DEVNULL
        )
        begun = (
            f"select count(*) from imports_importrun where done_line > {5000 * batches - 1000} and id > {len(killed)}"
        )
        town.wait(lambda: bool(town.ask(begun)[0][0]), 90, "a batch is written")  # noqa: B023 asked at once
        command.send_signal(signal.SIGKILL)
        command.wait()
        killed.append(town.ask("select count(*) from sales_customer")[0][0])
    made = json.loads(town.command("import", "customers", str(path), "--json").stdout)
    assert killed[0] <= killed[1] <= expected["customers"]
    assert (made["failed"], made["duplicates"]) == (undisturbed["failed"], undisturbed["duplicates"])
    assert made["created"] + made["unchanged"] == undisturbed["created"]
    assert _rows(town) == expected
    report(
        f"goal 10, import by command: 2 kills at {killed} of {expected['customers']} customers, same rows as undisturbed"
    )

    _in_the_worker(make_town("worker"), path, undisturbed, expected, report)


def _in_the_worker(
    town: Town, path: Path, undisturbed: dict[str, Any], expected: dict[str, Any], report: Callable[[str], None]
) -> None:
    town.start()
    run_id = _put_on_queue(town, path)
    seen = []
    begin = time.monotonic()
    for victim in ("genjin worker", "postmaster"):
        so_far = seen[-1] if seen else 0
        town.wait(lambda: _done_line(town, run_id) > so_far, RESUMED_WITHIN_S, f"rows before the {victim} dies")  # noqa: B023
        town.kill(victim)
        town.wait(town.is_healthy, 30, "healthy again")
        seen.append(_done_line(town, run_id))
    town.wait(lambda: _state(town, run_id) in ("done", "failed"), RESUMED_WITHIN_S, "the import is done")
    took = time.monotonic() - begin
    counts, error = town.ask("select counts, error from imports_importrun where id = %(id)s", {"id": run_id})[0]
    assert error == ""
    assert {name: counts.get(name, 0) for name in ("created", "updated", "unchanged", "failed", "duplicates")} == {
        name: undisturbed[name] for name in ("created", "updated", "unchanged", "failed", "duplicates")
    }
    assert _rows(town) == expected
    report(
        f"goal 10, import in the worker: worker and postmaster killed at rows {seen}, same counts, done in {took:.0f} s"
    )


def _sheet(folder: Path) -> Path:
    """Rows with some faults and some doubles."""
    rows = [[f"第{i}号公司", f"138{i:08d}", "A", "", "", "", f"联系人{i}", "", "", ""] for i in range(ROWS)]
    for i in range(10, ROWS, 100):
        rows[i][0] = rows[i - 3][0]
    for i in range(7, ROWS, 170):
        rows[i][1] = "1.38E+10"
    return write_csv(folder / "customers.csv", [HEADERS, *rows])


def _rows(town: Town) -> dict[str, Any]:
    counted: dict[str, Any] = {name: town.ask(statement)[0][0] for name, statement in _ROWS_OF.items()}
    return counted | {"content": town.ask(_SUM)[0][0]}


def _put_on_queue(town: Town, path: Path) -> int:
    """Through the pages, as a person does: sign in, choose the file, confirm the columns as proposed."""
    with httpx.Client(base_url=town.address, timeout=60, follow_redirects=True) as browser:
        door = browser.get("/sign-in/")
        _post(browser, door, "/sign-in/", {"username": "admin", "password": "only for this test"})
        page = browser.get("/imports/new/")
        with path.open("rb") as file:
            mapping = _post(
                browser, page, "/imports/new/", {"object": "customer"}, {"file": (path.name, file, "text/csv")}
            )
        chosen = dict(
            re.findall(
                r'<select[^>]*name="([^"]+)"(?:(?!</select>).)*?<option value="([^"]*)" selected', mapping.text, re.S
            )
        )
        _post(browser, mapping, str(mapping.url), chosen)
        found = re.search(r"/imports/(\d+)/", str(mapping.url))
        assert found
        return int(found[1])


def _post(
    browser: httpx.Client, page: httpx.Response, path: str, said: dict[str, str], files: Any = None
) -> httpx.Response:
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token, page.text[:400]
    answer = browser.post(path, data={**said, "csrfmiddlewaretoken": token[1]}, files=files)
    assert answer.status_code == 200, answer.text[:400]
    return answer


def _done_line(town: Town, run_id: int) -> int:
    try:
        return int(town.ask("select done_line from imports_importrun where id = %(id)s", {"id": run_id})[0][0])
    except Exception:  # the database is what was killed
        return 0


def _state(town: Town, run_id: int) -> str:
    return str(town.ask("select state from imports_importrun where id = %(id)s", {"id": run_id})[0][0])
