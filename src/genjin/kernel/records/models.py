"""What every record has, and the tables that stand beside records: links, flags, drafts, views, search."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from genjin.kernel.jobs.sql import DbNow, NextRecordId

EMPTY = models.Value({}, models.JSONField())

#: Columns that added fields may be assigned to make them sortable: two numbers, two texts, two dates, one unique text.
SLOTS = ("n1", "n2", "t1", "t2", "d1", "d2", "u1")


class BaseRecord(models.Model):
    """Columns that every record has, typed or generic.

    `owner`/`team` are the scope; `created_by` made it; `custom` holds added fields by key; slots mirror some of them.
    Saved only by `records.write`.
    """

    id = models.BigIntegerField(primary_key=True, db_default=NextRecordId())
    version = models.IntegerField(default=1, db_default=1)
    owner = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=DbNow())
    updated_at = models.DateTimeField(db_default=DbNow())
    custom = models.JSONField(default=dict, db_default=EMPTY)
    deleted_at = models.DateTimeField(null=True, blank=True)
    merged_into_id = models.BigIntegerField(null=True, blank=True)
    n1 = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    n2 = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    t1 = models.CharField(max_length=200, null=True, blank=True)
    t2 = models.CharField(max_length=200, null=True, blank=True)
    d1 = models.DateTimeField(null=True, blank=True)
    d2 = models.DateTimeField(null=True, blank=True)
    u1 = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        abstract = True


class Record(BaseRecord):
    """A record of a type that a manager made."""

    object_type = models.ForeignKey("objects.ObjectType", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["object_type", "owner", "id"], name="records_record_owner")]


class Link(models.Model):
    """A reference from one record to another that is no column: reverse lists and many-to-many."""

    id = models.BigAutoField(primary_key=True)
    field = models.CharField(max_length=60)
    from_object = models.CharField(max_length=60)
    from_id = models.BigIntegerField()
    to_object = models.CharField(max_length=60)
    to_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_object", "from_id", "field", "to_id"], name="records_link_one")
        ]
        indexes = [models.Index(fields=["to_object", "to_id", "field"], name="records_link_back")]


class Flag(models.Model):
    """A lamp on a record: raised with a reason in words, lowered, never deleted.

    `backlog`: raised at switch-on, no task until the supervisor releases it.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60)
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    episode_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, default="", db_default="")
    backlog = models.BooleanField(default=False, db_default=False)
    entered_at = models.DateTimeField(db_default=DbNow())
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_key", "record_id", "key"],
                condition=models.Q(left_at__isnull=True),
                name="records_flag_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["key", "record_id"], condition=models.Q(left_at=None), name="records_flag_open"),
            models.Index(fields=["object_key", "record_id", "-entered_at"], name="records_flag_record"),
        ]


class Draft(models.Model):
    """What a person could not finish (待补): never valid, never lost, completed under the same client key.

    `subject_id` is the record it is about (a visit's customer). From the day after `local_day` an unfinished draft
    stands in every denominator.
    """

    id = models.BigAutoField(primary_key=True)
    actor_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=60)
    client_key = models.CharField(max_length=100)
    subject_id = models.BigIntegerField(null=True)
    values = models.JSONField()
    errors = models.JSONField(default=list)
    refused = models.IntegerField(default=0, db_default=0)
    local_day = models.DateField()
    created_at = models.DateTimeField(db_default=DbNow())
    updated_at = models.DateTimeField(db_default=DbNow())
    completed_id = models.BigIntegerField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "object_key", "client_key"], name="records_draft_key")
        ]
        indexes = [
            models.Index(
                fields=["object_key", "actor_id", "local_day"],
                condition=models.Q(completed_id=None, discarded_at=None),
                name="records_draft_open",
            ),
            models.Index(
                fields=["object_key", "subject_id"],
                condition=models.Q(completed_id=None, discarded_at=None),
                name="records_draft_subject",
            ),
        ]


class SavedView(models.Model):
    """A person's named list: filters, order, columns."""

    id = models.BigAutoField(primary_key=True)
    owner_id = models.BigIntegerField()
    object_key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    definition = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=DbNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "object_key", "name"], name="records_view_name")]


class SearchEntry(models.Model):
    """What a record is found by: bigrams of its texts and initials of its name, with its scope."""

    id = models.BigAutoField(primary_key=True)
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(default="", db_default="")
    initials = models.CharField(max_length=200, default="", db_default="")
    grams = ArrayField(models.TextField())
    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_key", "record_id"], name="records_search_record")]
        indexes = [GinIndex(fields=["grams"], name="records_search_grams")]
