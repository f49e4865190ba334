"""Django's name for the kernel app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "genjin.kernel.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
