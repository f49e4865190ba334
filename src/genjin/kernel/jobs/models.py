"""Everything "once" and "later": idempotency answers, timers, rate buckets, heartbeats, the clock's shift."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Once(models.Model):
    """The answer to a write under an Idempotency-Key, stored in the transaction of that write.

    `body_hash` tells a repeat from another request under the same key; refusals are never stored.
    """

    id = models.BigAutoField(primary_key=True)
    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    route = models.CharField(max_length=120)
    body_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="jobs_once_key")]
        indexes = [models.Index(fields=["created_at"], name="jobs_once_age")]


class Timer(models.Model):
    """One thing that is due at a time. A wait is this row, never a sleeping process."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    due_at = models.DateTimeField(db_index=True)
    payload = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    attempts = models.SmallIntegerField(default=0, db_default=0)
    last_error = models.TextField(default="", db_default="")


class RateBucket(models.Model):
    """A fixed window of tries per key (sign-in, link guesses), shared by all processes and kept over restarts."""

    key = models.CharField(max_length=200, primary_key=True)
    window_start = models.DateTimeField()
    count = models.IntegerField(default=0, db_default=0)


class Heartbeat(models.Model):
    """A sign of life of one worker process."""

    name = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()


class ClockShift(models.Model):
    """At most one row: how far the demo's clock stands ahead of the database's."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField()
