"""Django's name for the kernel app `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "genjin.kernel.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
