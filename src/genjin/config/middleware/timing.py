"""Says in a header how long the request's SQL took. Off unless GENJIN_SERVER_TIMING is set: for `make bench`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ServerTiming:
    """Adds `Server-Timing: sql;dur=…, n;dur=…`: milliseconds in the database, and statements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not os.environ.get("GENJIN_SERVER_TIMING"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        took: list[float] = []

        def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            begin = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                took.append(time.perf_counter() - begin)

        with connection.execute_wrapper(timed):
            response = self.get_response(request)
        response["Server-Timing"] = f"sql;dur={sum(took) * 1000:.3f}, n;dur={len(took)}"
        return response
