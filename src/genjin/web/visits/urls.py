"""Addresses of visits."""

from __future__ import annotations

from django.urls import path

from genjin.web.visits import views

urlpatterns = [
    path("", views.visits),
    path("new/", views.pick),
    path("judge/", views.judge),
    path("said/<id:interaction_id>/", views.said),
    path("<id:visit_id>/", views.visit),
]
