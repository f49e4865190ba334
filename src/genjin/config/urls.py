"""The addresses: the API, the signs of life, and all else is pages."""

from __future__ import annotations

from django.urls import include, path

from genjin.config import health

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("healthz", health.healthz),
    path("", include("genjin.api.urls")),
    path("", include("genjin.web.urls")),
]
