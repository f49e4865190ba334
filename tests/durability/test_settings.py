"""A database that forgets what it confirmed is refused at the start; ours never does (goal 3)."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from genjin.config.database import refuse_unfit
from genjin.config.environment import Environment, read_environment
from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION, DURABLE, EmbeddedServer
from genjin.config.refusal import Refusal

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "autovacuum")


def _environment(run: Path) -> Environment:
    return read_environment({"DATABASE_URL": f"postgresql://{APPLICATION}@/{APPLICATION}?host={run}"})


@pytest.mark.slow
@pytest.mark.parametrize("forgotten", [None, *DURABLE])
def test_a_server_that_forgets_is_refused_in_one_line(tmp_path: Path, forgotten: str | None) -> None:
    settings = DURABLE if forgotten is None else {**DURABLE, forgotten: "off"}
    server = EmbeddedServer(tmp_path / "postgres", settings=settings)
    server.start()
    try:
        environment = _environment(socket_folder(server.home))
        if forgotten is None:
            refuse_unfit(environment)
            with psycopg.connect(environment.database_url) as link:
                said = {name: link.execute("select current_setting(%s)", (name,)).fetchone() for name in MUST_BE_ON}
            assert said == dict.fromkeys(MUST_BE_ON, ("on",))
        else:
            with pytest.raises(Refusal, match=f"{forgotten} = off") as refused:
                refuse_unfit(environment)
            assert "\n" not in str(refused.value)
    finally:
        server.stop()
