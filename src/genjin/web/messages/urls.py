"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from genjin.web.messages import views

urlpatterns = [path("", views.inbox), path("read/", views.read)]
