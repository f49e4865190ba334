"""Django's name for the kernel app `imports`; registers its job."""

from importlib import import_module

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "genjin.kernel.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("genjin.kernel.imports.jobs")  # registers its job
