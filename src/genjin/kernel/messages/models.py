"""In-app messages: who was told what about which record, and whether he has read it."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow


class Message(models.Model):
    """One message to one person. `dedupe_key` makes it once; `evidence` is a list of {label, text, on, record}."""

    id = models.BigAutoField(primary_key=True)
    recipient_id = models.BigIntegerField()
    sender_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    body = models.TextField(default="", db_default="")
    object_key = models.CharField(max_length=60, default="", db_default="")
    record_id = models.BigIntegerField(null=True)
    evidence = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(db_default=DbNow())
    read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["recipient_id", "-id"], name="messages_message_inbox")]
