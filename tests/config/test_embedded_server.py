"""The embedded PostgreSQL in every way it can be run here: made, started again, killed, recovered."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from genjin.config.postgres import server as server_module
from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, EmbeddedServer
from genjin.config.postgres.ways import ways
from genjin.config.refusal import Refusal


def _link(server: EmbeddedServer) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(socket_folder(server.home)), user=APPLICATION, dbname=APPLICATION, autocommit=True)


def _live_through(server: EmbeddedServer) -> None:
    server.start()
    try:
        with _link(server) as link:
            link.execute("create table kept as select generate_series(1, 1000) n")
        server.stop()
        server.start()
        assert server.process
        server.process.kill()
        server.process.wait()
        server.start(after_crash=True)
        with _link(server) as link:
            assert link.execute("select count(*) from kept").fetchone() == (1000,)
            assert link.execute("select current_setting('fsync')").fetchone() == ("on",)
    finally:
        server.stop()


def test_data_survive_a_killed_server_under_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    _live_through(EmbeddedServer(closed / "postgres"))
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["mountns", "search", "override", "userns", "copy"])
def test_every_way_of_giving_up_root_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has to give up being root")
    from genjin.config.postgres import place

    elsewhere = Path(f"/var/tmp/genjin-test-{os.getpid()}")
    monkeypatch.setattr(place, "_ELSEWHERE", elsewhere)
    monkeypatch.setattr(server_module, "ways", lambda home, data: (w for w in ways(home, data) if w.mode == mode))
    server = EmbeddedServer(tmp_path / "postgres")
    try:
        _live_through(server)
    except Refusal as refusal:
        pytest.skip(f"this machine does not allow it: {refusal}")
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
    assert server.way
    assert server.way.mode == mode


def test_a_path_too_deep_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    server = EmbeddedServer(deep / "postgres")
    server.start()
    try:
        assert len(str(socket_folder(server.home))) < 80
        _link(server).close()
    finally:
        server.stop()
        socket_folder(server.home).rmdir()


@pytest.mark.slow
def test_a_busy_session_of_a_dead_server_does_not_hold_up_the_next(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "postgres")
    server.start()
    link = _link(server)
    try:
        link.pgconn.send_query(b"select count(*) from generate_series(1, 1000000000)")
        assert server.process
        server.process.kill()
        server.process.wait()
        server.start(after_crash=True)
        _link(server).close()
    finally:
        link.close()
        server.stop()


def test_a_zombies_number_does_not_block_the_start(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "postgres")
    server.start()
    server.stop()
    zombie = os.posix_spawn("/bin/true", ["true"], {})
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    (server.home / "data" / "postmaster.pid").write_text(f"{zombie}\n")
    try:
        server.start()
        _link(server).close()
    finally:
        os.waitpid(zombie, 0)
        server.stop()
