"""Type the parameters of every connection alike, so that one SQL text is one prepared statement.

psycopg sends 7 as int2 and 70,000 as int4: one text became four to eight statements, each planned five times again.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created
from psycopg.types.numeric import Int8Dumper


def send_integers_as_int8(connection: Any, **_: Any) -> None:
    """Receiver of `connection_created`."""
    connection.connection.adapters.register_dumper(int, Int8Dumper)


def install() -> None:
    """Called once, when the apps are ready."""
    connection_created.connect(send_integers_as_int8, dispatch_uid="genjin.int8")
