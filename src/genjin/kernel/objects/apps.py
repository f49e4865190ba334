"""Django's name for the kernel app `objects`."""

from django.apps import AppConfig


class ObjectsConfig(AppConfig):
    name = "genjin.kernel.objects"
    label = "objects"
    default_auto_field = "django.db.models.BigAutoField"
