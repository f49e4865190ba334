"""The suite's database and browser: one embedded PostgreSQL a run, one migrated template, one copy a worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, FORGETFUL, EmbeddedServer, connect_as_superuser

TEMPLATE = "genjin_template"
_SERVER = pytest.StashKey[EmbeddedServer]()


# --- One server a run -----------------------------------------------------------------------------------------------
def _start_server() -> EmbeddedServer:
    """Own cluster, own socket; forgets everything on a crash, which makes it fast. Honours GENJIN_TEST_PG_BIN."""
    given = os.environ.get("GENJIN_TEST_PG_BIN")
    home = Path(tempfile.mkdtemp(prefix="genjin-test-"))
    speed = {**FORGETFUL, "shared_buffers": "128MB", "max_connections": "200", "autovacuum": "off"}
    server = EmbeddedServer(home, forced_bin=Path(given) if given else None, settings=speed)
    server.start()
    return server


def _end_server(server: EmbeddedServer) -> None:
    server.stop(timeout_s=3)
    run = socket_folder(server.home)
    shutil.rmtree(server.home, ignore_errors=True)
    shutil.rmtree(run, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist: the controller owns the server, its workers are told where it is."""
    if _SERVER not in node.config.stash:
        node.config.stash[_SERVER] = _start_server()
    node.workerinput["genjin_server_home"] = str(node.config.stash[_SERVER].home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server of this process, if it has one."""
    server = config.stash.get(_SERVER, None)
    if server:
        _end_server(server)


@pytest.fixture(scope="session")
def postgres_home(pytestconfig: pytest.Config) -> Path:
    """The home folder of the run's server."""
    told = getattr(pytestconfig, "workerinput", {}).get("genjin_server_home")
    if told:
        return Path(told)
    if _SERVER not in pytestconfig.stash:
        pytestconfig.stash[_SERVER] = _start_server()
    return pytestconfig.stash[_SERVER].home


# --- One database a worker ------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, postgres_home: Path) -> None:
    """pytest-django's fixture: this worker's own copy of the migrated template."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    run = socket_folder(postgres_home)
    with django_db_blocker.unblock():
        _connect_django(run, TEMPLATE)
        with (postgres_home / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _ensure_template(run)
        _connect_django(run, name)
        _copy_template(run, name)


def _connect_django(run: Path, name: str) -> None:
    connections.close_all()
    entry = {"HOST": str(run), "USER": APPLICATION, "NAME": name, "PASSWORD": "", "PORT": ""}
    settings.DATABASES["default"].update(entry)
    connection.settings_dict.update(entry)


def _ensure_template(run: Path) -> None:
    with connect_as_superuser(run) as admin:
        if admin.execute("select 1 from pg_database where datname = %s and datistemplate", (TEMPLATE,)).fetchone():
            return
        admin.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(TEMPLATE)))
        admin.execute(sql.SQL("create database {} owner {}").format(*map(sql.Identifier, (TEMPLATE, APPLICATION))))
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        admin.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(TEMPLATE)))


def _copy_template(run: Path, name: str) -> None:
    with connect_as_superuser(run) as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("create database {} owner {} template {} strategy file_copy").format(
                *map(sql.Identifier, (name, APPLICATION, TEMPLATE))
            )
        )


def _copy_again(self: TransactionTestCase) -> None:
    """After a test that committed: a fresh copy, which also has what the migrations wrote (a flush would lose it)."""
    run, name = Path(settings.DATABASES["default"]["HOST"]), settings.DATABASES["default"]["NAME"]
    connections.close_all()
    _copy_template(run, name)


TransactionTestCase._fixture_teardown = _copy_again  # type: ignore[method-assign]


# --- The browser ----------------------------------------------------------------------------------------------------
def find_chromium() -> str | None:
    """$GENJIN_CHROMIUM, else the one on PATH."""
    return os.environ.get("GENJIN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A playwright browser on the machine's chromium; without one the test is skipped, in CI it fails."""
    path = find_chromium()
    if not path:
        missing = "no chromium: install it (apt-get install chromium) or name it with GENJIN_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()
