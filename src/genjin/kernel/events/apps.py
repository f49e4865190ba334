"""Django's name for the kernel app `events`; has the worker drain them."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "genjin.kernel.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.events.drain import drain
        from genjin.kernel.jobs.worker import ticks

        ticks.register("events.drain", drain)
