"""`genjin up` as a process: it starts, restarts what dies, ends all together, and says why it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.conftest import Company

pytestmark = pytest.mark.slow


def test_it_starts_under_a_closed_folder_serves_and_ends_in_time(company: Company) -> None:
    assert stat.S_IMODE(company.data_dir.parent.stat().st_mode) == 0o700
    assert company.start()[-1] == f"Genjin is ready: http://127.0.0.1:{company.port}"
    assert company.is_healthy()
    before = company.processes()
    begin = time.monotonic()
    assert company.stop(signal.SIGINT) == 0
    assert time.monotonic() - begin < 10
    assert not [pid for pid in before if Path(f"/proc/{pid}").exists()]
    assert stat.S_IMODE(company.data_dir.parent.stat().st_mode) == 0o700


def test_a_later_start_takes_less_than_ten_seconds(company: Company) -> None:
    company.start()
    company.stop()
    begin = time.monotonic()
    company.start()
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("which", ["genjin serve", "genjin worker", "postgres -D"])
def test_what_is_killed_is_started_again(company: Company, which: str) -> None:
    company.start()
    killed = set(company.pids(which))
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert _within(10, lambda: bool(set(company.pids(which)) - killed))
    assert _within(10, company.is_healthy)


def test_after_a_killed_supervisor_the_next_start_finds_all_free(company: Company) -> None:
    company.start()
    company.stop(signal.SIGKILL)
    company.start()
    assert company.is_healthy()


def test_two_companies_run_side_by_side(make_company: list[Company]) -> None:
    for company in make_company:
        company.start()
    assert all(company.is_healthy() for company in make_company)


def test_a_command_reaches_the_company_served_or_not(company: Company) -> None:
    company.start()
    assert company.command("migrate").returncode == 0
    company.stop()
    assert company.command("migrate").returncode == 0
    assert not _server_runs(company)


def test_a_second_supervisor_of_one_folder_is_refused(make_company: list[Company]) -> None:
    first, second = make_company
    first.start()
    second.data_dir = first.data_dir
    refused = second.command("up")
    assert refused.returncode == 2
    assert "already runs" in _only_line(refused)


def test_a_busy_port_is_one_line(company: Company) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", company.port))
        other.listen()
        refused = company.command("up")
    assert refused.returncode == 2
    assert "GENJIN_PORT" in _only_line(refused)


def test_an_unwritable_folder_is_one_line(company: Company) -> None:
    company.data_dir.parent.joinpath("file").touch()
    company.data_dir = company.data_dir.parent / "file" / "data"
    refused = company.command("up")
    assert refused.returncode == 2
    assert "GENJIN_DATA_DIR" in _only_line(refused)


def test_an_old_postgresql_is_one_line(company: Company, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).write_text('#!/bin/sh\necho "postgres (PostgreSQL) 14.9"\n')
        (folder / name).chmod(0o755)
    refused = company.command("up", GENJIN_PG_BIN=str(folder))
    assert refused.returncode == 2
    assert "PostgreSQL 14" in refused.stderr
    assert "DATABASE_URL" in refused.stderr.splitlines()[-1]


def test_an_unreachable_database_is_one_line(company: Company) -> None:
    refused = company.command("up", DATABASE_URL="postgresql://genjin@127.0.0.1:1/genjin")
    assert refused.returncode == 2
    assert "DATABASE_URL" in _only_line(refused)


@pytest.mark.parametrize("size", ["50m", "400m"])
def test_a_full_disk_is_one_line(company: Company, tmp_path: Path, size: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted as root")
    try:
        if size != "50m":
            (disk / "filling").write_bytes(b"\0" * 390_000_000)
        company.data_dir = disk / "data"
        refused = company.command("up")
        assert refused.returncode == 2
        assert "full" in _only_line(refused)
    finally:
        subprocess.run(["umount", disk], check=True)


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not (reached := is_so()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return reached


def _only_line(refused: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in refused.stderr.splitlines() if not line.endswith("…")]
    assert len(lines) == 1, refused.stderr
    assert refused.stdout == ""
    return lines[0]


def _server_runs(company: Company) -> bool:
    return (company.data_dir / "postgres" / "data" / "postmaster.pid").exists()
