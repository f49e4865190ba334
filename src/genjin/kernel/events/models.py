"""What happened, written in the transaction in which it happened. The table itself is the outbox."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow

#: Events of one record keep their order: they are drained by its shard, one drain per shard at a time.
SHARDS = 8


class Event(models.Model):
    """One thing that happened to one record. Values live in history; here is only what subscribers need.

    `dedupe_key` makes a second emission of the same thing impossible. `drained_at` empty = not yet handed out.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    shard = models.SmallIntegerField()
    actor_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField(db_default=DbNow())
    depth = models.SmallIntegerField(default=0, db_default=0)
    caused_by = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    dedupe_key = models.CharField(max_length=160, unique=True)
    drained_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["shard", "id"], condition=models.Q(drained_at=None), name="events_event_todo"),
            models.Index(fields=["object_key", "record_id", "id"], name="events_event_record"),
        ]
