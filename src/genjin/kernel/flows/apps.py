"""Django's name for the kernel app `flows`; registers its steps, timers and ticks."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "genjin.kernel.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.flows.daily import Partitions, sweep_due
        from genjin.kernel.flows.resume import resume
        from genjin.kernel.flows.runner import TIMER_KIND
        from genjin.kernel.flows.steps.assign_task import ASSIGN_TASK
        from genjin.kernel.flows.steps.contract import steps
        from genjin.kernel.flows.steps.raise_flag import RAISE_FLAG
        from genjin.kernel.flows.steps.send_message import SEND_MESSAGE
        from genjin.kernel.jobs import timers
        from genjin.kernel.jobs.worker import ticks

        for step in (RAISE_FLAG, ASSIGN_TASK, SEND_MESSAGE):
            steps.register(step.key, step)
        timers.kinds.register(TIMER_KIND, resume)
        ticks.register("flows.sweep", sweep_due)
        ticks.register("flows.partitions", Partitions())
