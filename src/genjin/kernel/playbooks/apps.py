"""Django's name for the kernel app `playbooks`."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "genjin.kernel.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"
