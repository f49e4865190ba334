"""The embedded server met by a second blow: killed again while it recovers, its data stay where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, EmbeddedServer
from genjin.config.refusal import Refusal

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that was killed with a row confirmed."""
    server = EmbeddedServer(tmp_path / "postgres")
    server.start()
    with _link(server) as link:
        link.execute("create table kept as select 1 n")
    _kill(server)
    yield server
    server.stop()


@pytest.mark.parametrize("is_new", [False, True])
def test_killed_again_while_it_starts_it_starts_again_in_its_place(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    if is_new:
        server = EmbeddedServer(server.home)
    blows = iter(range(2))
    wait_ready = EmbeddedServer._wait_ready

    def wait(self: EmbeddedServer, place: Any, log_begin: int) -> None:
        if next(blows, None) is not None:
            _kill(self)
        wait_ready(self, place, log_begin)

    monkeypatch.setattr(EmbeddedServer, "_wait_ready", wait)
    server.start(after_crash=True)
    try:
        _is_in_its_place(server)
        with _link(server) as link:
            assert link.execute("select n from kept").fetchone() == (1,)
    finally:
        server.stop()


def test_a_server_that_cannot_start_is_a_refusal_and_moves_nothing(server: EmbeddedServer) -> None:
    conf = server.home / "data" / "postgresql.conf"
    written = conf.read_text()
    conf.write_text(written + "\nno_such_setting = 1\n")
    with pytest.raises(Refusal, match="log"):
        EmbeddedServer(server.home).start()
    _is_in_its_place(server)
    conf.write_text(written)
    server.start(after_crash=True)
    _link(server).close()


def test_a_number_that_another_program_got_does_not_block_the_start(server: EmbeddedServer) -> None:
    (server.home / "data" / "postmaster.pid").write_text("1\n")
    server.start()
    _link(server).close()


def _is_in_its_place(server: EmbeddedServer) -> None:
    assert not (server.home / "elsewhere").exists()
    assert not (server.home / "data.moved").exists()
    assert (server.home / "data" / "PG_VERSION").exists()


def _kill(server: EmbeddedServer) -> None:
    assert server.process
    server.process.kill()
    server.process.wait()


def _link(server: EmbeddedServer) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(socket_folder(server.home)), user=APPLICATION, dbname=APPLICATION, autocommit=True)
