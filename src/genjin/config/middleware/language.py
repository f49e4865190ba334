"""The language of an answer: what the API's caller asks for; on pages the reader's choice, Chinese without one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


class ApiLanguage:
    """Follows Accept-Language; anything we do not speak is answered in the default."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(spoken(request.headers.get("Accept-Language", ""))):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class PageLanguage:
    """Follows the cookie set by the language switch; who is signed in may activate his own afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def spoken(header: str) -> str:
    """The first language of an Accept-Language header that we speak: `zh` in any form, or `en` in any form."""
    for code, _weight in parse_accept_lang_header(header.lower()[:200]):
        if code.startswith("zh"):
            return "zh-hans"
        if code.startswith("en"):
            return "en"
    return settings.LANGUAGE_CODE
