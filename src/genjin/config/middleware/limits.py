"""Refuses a body that is longer than anybody needs before a byte of it is parsed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from genjin.config.middleware.answers import refuse

_TEXT_TYPES = ("application/json", "application/x-www-form-urlencoded", "text/", "application/problem+json")


class BodyLimit:
    """Texts and files have limits of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_text = request.content_type == "" or (request.content_type or "").startswith(_TEXT_TYPES)
        limit = settings.GENJIN_TEXT_LIMIT_BYTES if is_text else settings.GENJIN_UPLOAD_LIMIT_BYTES
        if not length.isdecimal():
            return refuse(request, 400, "bad_request", _("The request cannot be read."))
        if int(length) > limit:
            return refuse(request, 413, "too_large", _("What you sent is too large."))
        return self.get_response(request)
