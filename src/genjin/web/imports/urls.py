"""Addresses of imports; included under `imports/`."""

from __future__ import annotations

from django.urls import path

from genjin.web.imports import proposals, views

app_name = "imports"
urlpatterns = [
    path("", views.runs, name="list"),
    path("new/", views.new, name="new"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<id:proposal_id>/", proposals.answer, name="decide"),
    path("<id:run_id>/", views.run, name="run"),
    path("<id:run_id>/mapping/", views.mapping, name="mapping"),
    path("<id:run_id>/progress/", views.progress, name="progress"),
    path("<id:run_id>/errors.xlsx", views.error_file, name="error_file"),
]
