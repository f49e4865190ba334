"""Answers 503 while the database restarts, and never sends a request down a connection that died meanwhile."""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from genjin.config.middleware.answers import refuse
from genjin.kernel.jobs.retry import is_passing

Respond = Callable[[HttpRequest], HttpResponseBase]


class DatabaseAway:
    """One poll of the socket, no round trip: an idle connection with something to read was closed by the server."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _drop_dead_connection()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database went away under the view: say so instead of an error of ours."""
        return outage_answer(request, exception)


def outage_answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """503 when the exception is the database's absence, or a refusal in passing (a deadlock) that retries did not get
    past; None when it is anything else (a statement's time limit …)."""
    if not isinstance(exception, InterfaceError | OperationalError):
        return None
    if is_passing(exception):
        return _later(request, _("Too many people write here at once: try again in a moment."))
    if _is_usable():
        return None
    connection.close()
    return _later(request, _("The database is restarting: try again in a moment."))


def _later(request: HttpRequest, words: Any) -> HttpResponse:
    response = refuse(request, 503, "unavailable", words)
    response["Retry-After"] = "1"
    return response


def outage_caught(respond: Respond) -> Respond:
    """The same round a middleware that asks the database (who is signed in)."""

    def caught(request: HttpRequest) -> HttpResponseBase:
        try:
            return respond(request)
        except (InterfaceError, OperationalError) as error:
            if answer := outage_answer(request, error):
                return answer
            raise

    return caught


def _drop_dead_connection() -> None:
    raw = connection.connection
    if raw is None or connection.in_atomic_block:
        return
    if raw.closed:
        connection.close()
        return
    poll = select.poll()
    poll.register(raw.fileno(), select.POLLIN)
    if poll.poll(0) and not connection.is_usable():
        connection.close()


def _is_usable() -> bool:
    return connection.connection is not None and not connection.connection.closed and connection.is_usable()
