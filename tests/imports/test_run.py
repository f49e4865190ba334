"""A run killed at any point goes on; a dry run writes nothing; the counts add up whatever the file holds."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genjin.config.commands import import_
from genjin.config.refusal import Refusal
from genjin.kernel.events.models import Event
from genjin.kernel.imports import rows as rows_module
from genjin.kernel.imports import run as run_module
from genjin.kernel.imports.importer import Counts
from genjin.kernel.imports.jobs import run_import
from genjin.kernel.imports.models import ImportRun, MergeProposal, RowError, Seen
from genjin.kernel.imports.run import carry_out, sweep
from genjin.sales.models import Contact, Customer
from tests.factories import Cast, cast, customer
from tests.imports.sheets import HEADERS, bring_in, counts, start, write_csv

pytestmark = [pytest.mark.sql]


class Killed(BaseException):
    """Stands for kill -9: no handler may see it."""


def many(n: int) -> list[list[str]]:
    """Rows with some faults and some doubles."""
    rows = [[f"第{i}号公司", f"138{i:08d}", "A", "", "", "", f"联系人{i}", "", "", ""] for i in range(n)]
    for i in range(10, n, 10):
        rows[i][0] = rows[i - 3][0]  # another phone
    for i in range(7, n, 17):
        rows[i][1] = "1.38E+10"
    return rows


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH", 20)
    monkeypatch.setattr(run_module, "BATCH", 20)


@pytest.mark.django_db
@pytest.mark.parametrize("killed_at", [1, 3, 4])
def test_a_killed_run_goes_on_from_its_last_batch(
    people: Cast, tmp_path: Path, small_batches: None, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADERS, *many(100)])
    run = start(people.supervisor, path)
    steps = iter(range(100))

    def die(read: int, done: int) -> None:
        if done and next(steps) == killed_at - 1:
            raise Killed

    with pytest.raises(Killed):
        carry_out(run.id, progress=die)
    run.refresh_from_db()
    assert run.state == "running"
    assert counts(run).total == 20 * killed_at
    wrote = Customer.objects.count()
    read_again = []
    monkeypatch.setattr(run_module, "_read_file", lambda work: read_again.append(work))
    carry_out(run.id)
    assert not read_again
    _check_whole(run, wrote)


@pytest.mark.django_db
def test_a_run_whose_stage_was_lost_reads_the_file_again(people: Cast, tmp_path: Path, small_batches: None) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADERS, *many(100)])
    run = start(people.supervisor, path)

    def die(read: int, done: int) -> None:
        if done >= 40:
            raise Killed

    with pytest.raises(Killed):
        carry_out(run.id, progress=die)
    with connection.cursor() as cursor:
        # What a crash of the database leaves of unlogged tables.
        cursor.execute(f"truncate scratch.stage_{run.id}, scratch.plan_{run.id}")
    carry_out(run.id)
    _check_whole(run, Customer.objects.count())


def _check_whole(run: ImportRun, wrote: int) -> None:
    run.refresh_from_db()
    assert run.state == "done"
    assert counts(run) == Counts(created=86, failed=6, duplicates=8), run.counts
    assert wrote <= Customer.objects.count() == Contact.objects.count() == 86
    assert Event.objects.filter(kind="customer.created").count() == 86
    assert RowError.objects.filter(run=run).count() == 6
    assert MergeProposal.objects.count() == 8
    assert Seen.objects.count() == 86


@pytest.mark.django_db
def test_a_file_that_is_gone_ends_the_run_in_words(people: Cast, tmp_path: Path) -> None:
    run = start(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, *many(3)]))
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04 broken by somebody")
    carry_out(run.id)
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.error
    assert not Customer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_is_carried_on_by_another(tmp_path: Path) -> None:
    people = cast()
    path = write_csv(tmp_path / "a.csv", [HEADERS, *many(11_000)])
    run = start(people.supervisor, path)
    first = subprocess.Popen([sys.executable, "-c", _CARRY_OUT, str(run.id)], env=_environment())
    deadline = time.monotonic() + 120
    while ImportRun.objects.get(id=run.id).done_line == 0:
        assert time.monotonic() < deadline
        assert first.poll() is None
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    run.refresh_from_db()
    assert run.state == "running"
    # The server lets go of the dead one's lock as soon as it sees the closed connection.
    time.sleep(1)
    subprocess.run([sys.executable, "-c", _CARRY_OUT, str(run.id)], env=_environment(), check=True, timeout=180)
    run.refresh_from_db()
    assert run.state == "done"
    done = counts(run)
    assert done.total == 11_000
    assert (
        done.created
        == Customer.objects.count()
        == Contact.objects.count()
        == Event.objects.filter(kind="customer.created").count()
    )
    assert done.failed == RowError.objects.count()


_CARRY_OUT = """
import sys, django
django.setup()
from genjin.kernel.imports.jobs import run_import
from genjin.kernel.imports.run import carry_out, sweep
carry_out(int(sys.argv[1]))
"""


def _environment() -> dict[str, str]:
    entry = connection.settings_dict
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "genjin.config.settings",
        "DATABASE_URL": f"postgresql://{entry['USER']}@/{entry['NAME']}?host={entry['HOST']}",
    }


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    assert import_.run(parser.parse_args([*arguments, "--json"])) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_the_command_prints_what_the_contract_says(
    people: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "a.csv", [["导出"], HEADERS, *many(12)])
    document = command(capsys, "customers", str(path), "--owner", "rep")
    assert list(document) == ["created", "updated", "unchanged", "failed", "duplicates", "errors"]
    assert document["errors"] == [
        {
            "row": 10,
            "column": "手机号码",
            "field": "phone",
            "code": "phone_digits_lost",
            "message": document["errors"][0]["message"],
        }
    ]
    assert (document["created"], document["failed"], document["duplicates"]) == (11, 1, 0)
    assert set(Customer.objects.values_list("owner_id", flat=True)) == {people.rep.user_id}
    assert command(capsys, "customers", str(path))["unchanged"] == 11
    talks = write_csv(
        tmp_path / "b.csv",
        [("客户", "时间", "内容"), ("第1号公司", "2025-03-05", "谈了价格"), ("查无", "2025-03-05", "谈了")],
    )
    document = command(capsys, "interactions", str(talks))
    assert (document["created"], document["failed"]) == (1, 1)
    assert document["errors"][0]["code"] == "customer_unknown"


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_writes_nothing(
    people: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write_csv(tmp_path / "a.csv", [HEADERS, *many(30)]))
    dry = command(capsys, "customers", path, "--dry-run")
    assert not any(model.objects.exists() for model in (Customer, ImportRun, RowError, Seen, MergeProposal))
    assert command(capsys, "customers", path) == dry


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.csv", b""),
        ("nur_kopf.csv", "客户名称,电话\n".encode()),
        ("fremd.csv", "甲,乙\n1,2\n".encode()),
        ("ohne_name.csv", "电话,地址\n13800138000,x\n".encode()),
        ("kaputt.xlsx", b"PK\x03\x04" + b"x" * 400),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
        ("seite.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_in_one_line(
    people: Cast, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        import_.run(argparse.Namespace(object="customers", file=path, owner="", dry_run=False, json=True))
    assert str(refused.value).strip()
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
def test_an_unknown_owner_or_file_is_refused(people: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADERS, *many(3)])
    for given_path, owner in ((path, "查无此人"), (tmp_path / "none.csv", "")):
        with pytest.raises(Refusal):
            import_.run(argparse.Namespace(object="customers", file=given_path, owner=owner, dry_run=False, json=True))
    assert not Customer.objects.exists()


NAMES = st.sampled_from(["甲公司", "甲（有限公司）", "乙公司", "丙公司", "丁公司", "", "  "])
PHONES = st.sampled_from(["", "13800138000", "１３８００１３８０００", "13911112222", "1.38E+10", "12"])
PEOPLE = st.sampled_from(["", "李工", "王工"])


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, PHONES, PEOPLE), min_size=1, max_size=14), st.integers(2, 6))
def test_the_counts_add_up_and_one_phone_is_one_customer(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, str, str]], batch: int
) -> None:
    monkeypatch.setattr(rows_module, "BATCH", batch)
    monkeypatch.setattr(run_module, "BATCH", batch)
    for model in (Contact, Customer, Seen, MergeProposal):
        model.objects.all().delete()
    said = [["客户名称", "手机", "联系人"], *rows]
    filled = sum(1 for row in rows if any(cell.strip() for cell in row))
    path = write_csv(tmp_path / "a.csv", said)
    if not filled:
        return
    done = counts(bring_in(people.supervisor, path))
    assert done.total == filled
    assert done.created == Customer.objects.count()
    assert done.duplicates >= MergeProposal.objects.count()
    phones = [phone for phone in Customer.objects.values_list("phone", flat=True) if phone]
    assert len(phones) == len(set(phones))
    keys = list(Customer.objects.values_list("name_key", flat=True))
    assert len(keys) == len(set(keys))
    again = counts(bring_in(people.supervisor, path))
    assert (again.created, again.updated, again.total) == (0, 0, filled)


@pytest.mark.django_db
def test_others_may_create_the_customer_between_plan_and_write(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, *many(3)]))
    ensure = run_module._ensure_staged

    def then_somebody_else(work: Any) -> None:
        ensure(work)
        customer(people.rep, "第1号公司", phone="13899999999")

    monkeypatch.setattr(run_module, "_ensure_staged", then_somebody_else)
    carry_out(run.id)
    assert counts(run) == Counts(created=2, duplicates=1)


@pytest.mark.django_db
def test_a_fault_of_ours_ends_the_run_in_words(people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, *many(3)]))
    ImportRun.objects.filter(id=run.id).update(state="running")

    def fault(work: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run_module, "_write_all", fault)
    run_import(run.id)
    run.refresh_from_db()
    assert (run.state, bool(run.error)) == ("failed", True)
    monkeypatch.undo()
    bring_in(people.supervisor, tmp_path / "a.csv")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'scratch'")
        assert cursor.fetchone()[0] == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_bring_each_customer_once(tmp_path: Path) -> None:
    people = cast()
    rows = [[f"第{i}号公司", "", "A"] for i in range(1500)]
    runs = [
        start(people.supervisor, write_csv(tmp_path / f"{n}.csv", [HEADERS, *(rows if n else reversed(rows))]))
        for n in (0, 1)
    ]

    def work(run: ImportRun) -> None:
        carry_out(run.id)
        connection.close()

    threads = [threading.Thread(target=work, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Customer.objects.count() == 1500
    assert sum(counts(run).created for run in runs) == 1500
    assert sum(counts(run).total for run in runs) == 3000


def test_a_run_whose_process_was_killed_is_ended_in_words(people: Cast) -> None:
    run = ImportRun.objects.create(
        object_key="customer", file_name="客户.csv", sha256="0" * 64, path="none", state="running"
    )
    sweep()
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.error
    assert run.finished_at is not None
