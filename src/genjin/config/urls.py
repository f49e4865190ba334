"""The addresses: the API, the signs of life, and all else is pages."""

from __future__ import annotations

from django.urls import include, path

from genjin.config import error_pages, health

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.broken

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("healthz", health.healthz),
    path("", include("genjin.api.urls")),
    path("", include("genjin.web.urls")),
]
