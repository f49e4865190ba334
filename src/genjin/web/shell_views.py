"""What a phone asks besides pages: the service worker, the offline page, the manifest."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from genjin.web.shell.assets import BUILD, asset_url, manifest


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse | FileResponse:
    """The built worker under a fixed name at the root, which is its scope; never kept by the browser's cache."""
    entry = manifest.entry("sw.ts")
    if entry is None:
        raise Http404
    response = FileResponse((BUILD / entry.file).open("rb"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when a page was never opened before and there is no network."""
    return render(request, "errors/offline.html")


@require_GET
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Lets the phone keep it like an app."""
    response = JsonResponse(
        {
            "name": _("Genjin"), "short_name": _("Genjin"), "start_url": "/", "scope": "/", "display": "standalone",
            "background_color": "#f7f6f3", "theme_color": "#f7f6f3", "lang": "zh-Hans",
            "icons": [{"src": asset_url("src/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    response["Cache-Control"] = "public, max-age=3600"
    return response
