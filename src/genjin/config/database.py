"""How a process of ours connects to the database, and what the database must be to be trusted."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from genjin.config.environment import Environment
from genjin.config.postgres.binaries import OLDEST_MAJOR
from genjin.config.postgres.place import socket_folder
from genjin.config.postgres.server import APPLICATION
from genjin.config.refusal import Refusal

#: `jit` made a query of 309 ms take 719; our statements are short.
_EVERYWHERE = "-c jit=off"
#: Statements of pages and the API are prepared once and planned once; figures and watches ask for real plans.
_WEB = "-c jit=off -c plan_cache_mode=force_generic_plan"

_MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


def connection_parameters(environment: Environment) -> dict[str, Any]:
    """libpq's parameters: of DATABASE_URL, else the embedded server's socket."""
    if environment.is_embedded:
        return {"host": str(socket_folder(environment.postgres_home)), "user": APPLICATION, "dbname": APPLICATION}
    try:
        return dict(conninfo_to_dict(environment.database_url))
    except psycopg.ProgrammingError as error:
        raise Refusal(
            "DATABASE_URL cannot be read: give postgresql://user:password@host:5432/name, with % signs escaped."
        ) from error


def database_settings(environment: Environment) -> dict[str, Any]:
    """Django's DATABASES entry for this process."""
    parameters = connection_parameters(environment)
    is_web = environment.process == "web"
    given = parameters.pop("options", "")
    options: dict[str, Any] = {
        "server_side_binding": True,
        "options": f"{_WEB if is_web else _EVERYWHERE} {given}".strip(),
        "application_name": f"genjin {environment.process}",
    }
    if is_web:
        options["prepare_threshold"] = 0
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "NAME": parameters.pop("dbname", ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {**parameters, **options},
    }


def refuse_unfit(environment: Environment) -> None:
    """Raises Refusal when the database cannot be reached, is too old, or forgets what it confirmed."""
    parameters = {**connection_parameters(environment), "connect_timeout": 10}
    try:
        with psycopg.connect(**parameters) as connection:
            major = connection.info.server_version // 10000
            if major < OLDEST_MAJOR:
                raise Refusal(
                    f"PostgreSQL {major} behind DATABASE_URL is too old: Genjin needs {OLDEST_MAJOR} or newer."
                )
            for name in _MUST_BE_ON:
                row = connection.execute("select current_setting(%s)", (name,)).fetchone()
                if row and row[0] == "off":
                    raise Refusal(
                        f"The database runs with {name} = off and could lose confirmed records: "
                        "switch it on in its configuration."
                    )
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise Refusal(
            f"The database cannot be reached ({said}): check that it runs and what DATABASE_URL says."
        ) from error
