"""Django's name for the kernel app `imports`; registers its job."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "genjin.kernel.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pass
