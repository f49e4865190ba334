"""The worker process: the queue, the ticker (drains and timers) and the heartbeat."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable

from django.db import OperationalError, connection

from genjin.kernel.jobs import heartbeat, timers
from genjin.kernel.jobs.queue import retry_stalled, run_queue
from genjin.lib.registry import Registry

log = logging.getLogger(__name__)

#: What the ticker calls every tick (event drains, the evidence sealer …); filled by the apps above. Returns work done.
ticks: Registry[Callable[[], int]] = Registry("tick")

TICK_S = 1.0
#: Pause after a round that found work, in which more of it gathers.
GATHER_S = 0.4
CONCURRENCY = 2


class Ticker(threading.Thread):
    """Calls every registered tick, fires timers, beats and gives back stalled jobs.

    Woken at once by NOTIFY `genjin_events`, else once a second.
    """

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="ticker", daemon=True)
        self.stop = stop
        self.name_of_worker = f"{socket.gethostname()}:{os.getpid()}"
        self.beats = 0

    def run(self) -> None:
        """Tick until told to stop; one failing tick never stops the others."""
        while not self.stop.is_set():
            try:
                if self.tick():
                    # Many writes a second are looked at together: one evaluation of a watch instead of fifty.
                    self.stop.wait(GATHER_S)
                else:
                    self.wait()
            except OperationalError as error:  # expected while the database starts again: one line, no traceback
                log.warning("database away", extra={"error_type": type(error).__name__})
                connection.close()
                self.stop.wait(TICK_S)
            except Exception:  # a job's edge: one failing tick never stops the others
                log.exception("tick failed")
                connection.close()
                self.stop.wait(TICK_S)
        connection.close()

    def tick(self) -> int:
        """One round; returns how much was done."""
        self.beats += 1
        if self.beats % 5 == 1:
            heartbeat.beat(self.name_of_worker)
            retry_stalled()
        done = timers.fire_due()
        for key, tick in ticks.items():
            try:
                done += tick()
            except OperationalError:
                raise
            except Exception:  # a job's edge
                log.exception("tick failed", extra={"tick": key})
                connection.close()
        return done

    def wait(self) -> None:
        """Sleep until an event is written, at most a tick."""
        connection.ensure_connection()
        raw = connection.connection
        raw.execute("listen genjin_events")
        for _ in raw.notifies(timeout=TICK_S, stop_after=1):
            break


def run_worker(stop: threading.Event, concurrency: int = CONCURRENCY) -> None:
    """Work until `stop` is set. Blocks."""
    ticker = Ticker(stop)
    ticker.start()
    asyncio.run(_until(stop, concurrency))
    ticker.join(timeout=8)


async def _until(stop: threading.Event, concurrency: int) -> None:
    task: asyncio.Task[None] = asyncio.create_task(run_queue(concurrency=concurrency))
    while not stop.is_set():
        if task.done():
            log.error("queue stopped; starting it again", exc_info=task.exception())
            await asyncio.sleep(TICK_S)
            task = asyncio.create_task(run_queue(concurrency=concurrency))
        await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task], timeout=6)
