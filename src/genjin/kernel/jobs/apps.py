"""Django's name for the kernel app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "genjin.kernel.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.jobs import retention, worker

        worker.ticks.register("jobs.trim", retention.trim)
