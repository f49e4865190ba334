"""Django's name for the kernel app `events`."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "genjin.kernel.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
