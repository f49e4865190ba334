"""Whether a port is free, before anything slow is started for it."""

from __future__ import annotations

import errno
import socket
import time

from genjin.config.refusal import Refusal


def refuse_busy(host: str, port: int, *, patience_s: float = 0.0) -> None:
    """Raises Refusal when nobody can listen there, even after `patience_s` (a killed server lingers a moment)."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            _probe(host, port)
            return
        except Refusal:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.05)


def _probe(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refusal(
                    f"Port {port} is in use: stop what listens there, or choose another with GENJIN_PORT."
                ) from error
            raise Refusal(f"Port {port} cannot be used ({error.strerror}): choose another with GENJIN_PORT.") from error
