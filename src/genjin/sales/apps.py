"""Django's name for the suite; fills the kernel's registries."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "genjin.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.sales import registrations

        registrations.register()
