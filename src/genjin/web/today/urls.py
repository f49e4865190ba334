"""Addresses of the first page."""

from __future__ import annotations

from django.urls import path

from genjin.web.today import views

urlpatterns = [
    path("", views.today),
    path("today/backlog/", views.silent_backlog),
    path("today/decide/<id:task_id>/", views.pane),
    path("today/decide/<id:task_id>/remind/", views.remind),
]
