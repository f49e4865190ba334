"""Django's name for the REST API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "genjin.api"
    label = "api"
