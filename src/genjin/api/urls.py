"""The addresses of the API."""

from __future__ import annotations

from django.urls import path

from genjin.api.app import api

urlpatterns = [path("api/v1/", api.urls)]
