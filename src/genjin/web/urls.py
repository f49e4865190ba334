"""The addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from genjin.web import converters, shell_views, ui
from genjin.web.search.views import find
from genjin.web.sign_in import views as sign_in
from genjin.web.uploads import views as uploads

register_converter(converters.RecordId, "id")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("genjin.web.today.urls")),
    path("", include("genjin.web.customers.urls")),
    path("visits/", include("genjin.web.visits.urls")),
    path("tasks/", include("genjin.web.tasks.urls")),
    path("messages/", include("genjin.web.messages.urls")),
    path("figures/", include("genjin.web.figures.urls")),
    path("imports/", include("genjin.web.imports.urls")),
    path("", include("genjin.web.settings.urls")),
    path("search/", find),
    path("uploads/", uploads.start),
    path("uploads/<str:upload_id>/", uploads.upload),
    path("files/<id:file_id>/", uploads.original),
    path("files/<id:file_id>/thumb/", uploads.small),
    path("sign-in/", sign_in.door),
    path("sign-in/demo/", sign_in.demo),
    path("sign-out/", sign_in.sign_out),
    path("links/<str:token>/", sign_in.link),
    path("language/", sign_in.language),
    path("sw.js", shell_views.service_worker),
    path("offline/", shell_views.offline),
    path("manifest.webmanifest", shell_views.web_manifest),
    path("ui/", ui.kit),
]
