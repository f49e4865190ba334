"""Django's name for the kernel app `evidence`; registers its job."""

from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "genjin.kernel.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("genjin.kernel.evidence.thumbnails")  # registers its job
