"""Runs one of two chains of middleware, chosen by the path, so that the API pays for nothing that only pages need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from genjin.config.middleware.unavailable import Respond, outage_caught


def _caught(respond: Respond) -> Respond:
    """What a middleware raises becomes an answer: Django's own wrapping, and 503 while the database is away."""
    return cast(Respond, convert_exception_to_response(outage_caught(respond)))


class Chain:
    """A list of middleware wrapped round the view, with the hooks Django calls on the outermost middleware only."""

    def __init__(self, paths: list[str], get_response: Respond) -> None:
        self.view_hooks: list[Callable[..., HttpResponseBase | None]] = []
        self.exception_hooks: list[Callable[[HttpRequest, Exception], HttpResponseBase | None]] = []
        handler: Respond = _caught(get_response)
        for path in reversed(paths):
            try:
                middleware = import_string(path)(handler)
            except MiddlewareNotUsed:
                continue
            if hasattr(middleware, "process_view"):
                self.view_hooks.insert(0, middleware.process_view)
            if hasattr(middleware, "process_exception"):
                self.exception_hooks.append(middleware.process_exception)
            handler = _caught(middleware)
        self.respond: Respond = handler


class ByPrefix:
    """The only entry of MIDDLEWARE; in one place for the server, the tests' client and the live server alike."""

    def __init__(self, get_response: Respond) -> None:
        self.api = Chain(settings.API_MIDDLEWARE, get_response)
        self.pages = Chain(settings.PAGE_MIDDLEWARE, get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._chain(request).respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Django's hook, passed on to the chain's own."""
        for hook in self._chain(request).view_hooks:
            if response := hook(request, view, args, kwargs):
                return response
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django's hook, passed on to the chain's own."""
        for hook in self._chain(request).exception_hooks:
            if response := hook(request, exception):
                return response
        return None

    def _chain(self, request: HttpRequest) -> Chain:
        return self.api if request.path_info.startswith(settings.API_PREFIX) else self.pages
