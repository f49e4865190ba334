"""What a task refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class TaskCancelled(DomainError):
    code = "task_cancelled"
    status = 409
    message = _("This task was cancelled because the reason for it is gone. There is nothing left to do.")


class TaskDone(DomainError):
    code = "task_done"
    status = 409
    message = _("This task is done already.")
