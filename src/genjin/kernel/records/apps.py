"""Django's name for the kernel app `records`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "genjin.kernel.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.records import typed

        typed.install()
