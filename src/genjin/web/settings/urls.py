"""Addresses of people, settings and one's own page."""

from __future__ import annotations

from django.urls import path

from genjin.web.settings import people_views, views

urlpatterns = [
    path("me/", views.me),
    path("settings/", views.settings),
    path("settings/tokens/", views.tokens),
    path("settings/tokens/<id:token_id>/end/", views.end_token),
    path("settings/bin/", views.recycle_bin),
    path("settings/bin/<slug:object_key>/<id:record_id>/", views.bring_back),
    path("people/", people_views.list_people),
    path("people/teams/", people_views.new_team),
    path("people/<id:user_id>/link/", people_views.reset),
    path("people/<id:user_id>/move/", people_views.move),
    path("people/<id:user_id>/active/", people_views.activate),
]
