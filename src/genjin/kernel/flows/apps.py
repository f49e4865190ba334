"""Django's name for the kernel app `flows`."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "genjin.kernel.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"
