"""Databases that earlier versions left can be upgraded: restored, migrated, and still say the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from genjin.config.postgres.binaries import find_binaries
from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, connect_as_superuser
from genjin.kernel.people.models import Company
from genjin.sales.models import Customer, Interaction, Visit

DUMPS = sorted((Path(__file__).parents[1] / "fixtures").glob("demo-small-*.dump"))


def test_there_is_a_dump_and_it_is_small() -> None:
    assert DUMPS
    assert all(dump.stat().st_size <= 2 * 1024 * 1024 for dump in DUMPS)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
@pytest.mark.django_db(transaction=True)
def test_an_earlier_demo_is_upgraded(dump: Path, postgres_home: Path) -> None:
    """Into this worker's database, emptied first; the next test gets a fresh copy."""
    run = socket_folder(postgres_home)
    name = connection.settings_dict["NAME"]
    connections.close_all()
    with connect_as_superuser(run) as admin:
        admin.execute(psycopg.sql.SQL("drop database {} with (force)").format(psycopg.sql.Identifier(name)))
        admin.execute(
            psycopg.sql.SQL("create database {} owner {} template template0").format(
                psycopg.sql.Identifier(name), psycopg.sql.Identifier(APPLICATION)
            )
        )
    restore = find_binaries(postgres_home).path("pg_restore")
    subprocess.run(
        [restore, "-h", run, "-U", APPLICATION, "-d", name, "--no-owner", "--no-privileges", dump],
        check=True,
        capture_output=True,
    )
    call_command("migrate", verbosity=0, interactive=False)

    assert Company.objects.get().is_demo
    assert Customer.objects.count() == 300
    assert Visit.objects.count() == Interaction.objects.filter(source="visit").count() > 50
