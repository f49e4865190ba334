"""The door to the job queue: the only file that knows Procrastinate.

A job is enqueued in the caller's transaction (rolled back with it), carries ids only and is safe to run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

Job = Callable[..., None]

#: How often a failing job is tried, and the growing pause between tries (seconds = WAIT ** attempt).
TRIES = 5
WAIT = 3
#: How many workers a job may take down (out of memory, a crash of native code) before it is parked.
DEATHS = 5


def job(name: str, *, queue: str = "default", lock: str | None = None) -> Callable[[Job], Job]:
    """Register a function as the job `name`; its arguments must be JSON values."""

    def register(function: Job) -> Job:
        def run(**arguments: Any) -> None:
            try:
                function(**arguments)
            finally:
                # Jobs run in threads of a long-lived worker: never leave a broken connection behind.
                connection.close_if_unusable_or_obsolete()

        run.__name__ = name
        retry = RetryStrategy(max_attempts=TRIES, exponential_wait=WAIT)
        app.task(name=name, queue=queue, lock=lock, retry=retry)(run)
        return function

    return register


def enqueue(name: str, *, unique: str | None = None, **arguments: Any) -> None:
    """Put a job on the queue with the caller's transaction.

    `unique`: at most one waiting job under this text (a second one is dropped silently).
    """
    if unique is not None and _waiting(unique):
        return
    app.configure_task(name, queueing_lock=unique, allow_unknown=False).defer(**arguments)


def _waiting(unique: str) -> bool:
    # Asked first, because a refused insert would break the caller's transaction.
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo' limit 1", [unique]
        )
        return cursor.fetchone() is not None


def run_queue(*, concurrency: int, install_signal_handlers: bool = False) -> Any:
    """A coroutine that works the queue until cancelled."""
    connector: Any = app.connector  # Django's own connector, which knows its counterpart for workers
    worker_app = app.with_connector(connector.get_worker_connector())

    async def work() -> None:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=install_signal_handlers,
                delete_jobs="successful",
                listen_notify=True,
                shutdown_graceful_timeout=5,
            )

    return work()


def retry_stalled() -> int:
    """Give back jobs whose worker died; returns how many. Procrastinate itself never does (its docs say so).

    A job that took its worker down DEATHS times is parked as failed, so that it stops harming the others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update procrastinate_jobs j set attempts = attempts + 1, worker_id = null,
              status = (case when attempts + 1 >= %s then 'failed' else 'todo' end)::procrastinate_job_status
            where status = 'doing' and not exists (
              select 1 from procrastinate_workers w
              where w.id = j.worker_id and w.last_heartbeat > clock_timestamp() - interval '30 seconds')
            """,
            [DEATHS],
        )
        return cursor.rowcount
