"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from genjin.web.figures import views

urlpatterns = [path("", views.figures), path("<slug:key>/records/", views.records)]
