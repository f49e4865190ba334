"""Tasks: who owes what by when. Start, first response and completion are different stamps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from genjin.kernel.jobs.sql import DbNow, NextRecordId


class Task(models.Model):
    """Something a person owes.

    `object_key`/`record_id`: what it is about (a customer). `source_*`: what gave rise to it (a visit, an episode).
    States: open → started → done, or cancelled when the reason for it is gone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.BigIntegerField(primary_key=True, db_default=NextRecordId())
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    owner_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=60, default="", db_default="")
    record_id = models.BigIntegerField(null=True)
    source_object = models.CharField(max_length=60, default="", db_default="")
    source_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_default="open")
    reason = models.CharField(max_length=300, default="", db_default="")
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=DbNow())
    started_at = models.DateTimeField(null=True)
    first_response_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    response = models.TextField(default="", db_default="")
    result = models.TextField(default="", db_default="")
    dedupe_key = models.CharField(max_length=200, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_id", "due_at", "id"],
                condition=models.Q(state__in=["open", "started"]),
                name="work_task_inbox",
            ),
            models.Index(
                fields=["created_by_id", "due_at", "id"],
                condition=models.Q(state__in=["open", "started"]) & ~models.Q(owner_id=models.F("created_by_id")),
                name="work_task_asked",
            ),
            models.Index(fields=["object_key", "record_id", "-id"], name="work_task_record"),
            models.Index(fields=["owner_id", "-id"], name="work_task_owner"),
            models.Index(fields=["team_id", "-id"], name="work_task_team"),
            models.Index(fields=["source_object", "source_id"], name="work_task_source"),
        ]
