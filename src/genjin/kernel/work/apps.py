"""Django's name for the kernel app `work`."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "genjin.kernel.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
