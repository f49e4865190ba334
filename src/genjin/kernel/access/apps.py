"""Django's name for the kernel app `access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "genjin.kernel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
