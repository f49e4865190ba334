"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from genjin.web.tasks import views

urlpatterns = [
    path("", views.tasks),
    path("<id:task_id>/", views.task),
    path("<id:task_id>/start/", views.start_task),
    path("<id:task_id>/respond/", views.respond_task),
    path("<id:task_id>/complete/", views.complete_task),
]
