"""Watches and their episodes, and the steps run for them."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow


class Watch(models.Model):
    """A condition that becomes true by the passing of time, and the steps on entering.

    `definition`: `{"object", "when", "reason", "steps": [{"step", "version", "config"}], "limits": {…}}`.
    `switched_on_at` empty = never evaluated: the first evaluation enters in silence (存量).
    """

    key = models.SlugField(max_length=60, primary_key=True)
    labels = models.JSONField(default=dict)
    object_key = models.CharField(max_length=60)
    version = models.IntegerField(default=1, db_default=1)
    definition = models.JSONField()
    is_on = models.BooleanField(default=True, db_default=True)
    switched_on_at = models.DateTimeField(null=True)
    evaluated_at = models.DateTimeField(null=True)


class Episode(models.Model):
    """A record's time inside a watch, from entering to leaving; closed, never deleted.

    `backlog`: was inside at switch-on; no task until `released_at`. `reason`: in the company's words at entering;
    `facts` is what it was made of, so that readers get it in their language and with today's count of days.
    """

    id = models.BigAutoField(primary_key=True)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="episodes")
    watch_version = models.IntegerField()
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    entered_at = models.DateTimeField(db_default=DbNow())
    left_at = models.DateTimeField(null=True)
    backlog = models.BooleanField(default=False, db_default=False)
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="", db_default="")
    facts = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "record_id"], condition=models.Q(left_at=None), name="flows_episode_one_open"
            )
        ]
        indexes = [models.Index(fields=["object_key", "record_id", "-id"], name="flows_episode_record")]


class StepRun(models.Model):
    """One step run for one cause, keyed so that a second run does nothing; `effect` is what undoing needs."""

    class State(models.TextChoices):
        DONE = "done"
        WAIT = "wait"
        FAILED = "failed"
        UNDONE = "undone"

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    step = models.CharField(max_length=60)
    step_version = models.SmallIntegerField(default=1, db_default=1)
    episode = models.ForeignKey(Episode, null=True, on_delete=models.CASCADE, related_name="steps")
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    effect = models.JSONField(default=dict)
    error = models.TextField(default="", db_default="")
    created_at = models.DateTimeField(db_default=DbNow())
