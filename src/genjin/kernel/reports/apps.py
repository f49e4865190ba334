"""Django's name for the kernel app `reports`."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "genjin.kernel.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
