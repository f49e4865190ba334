"""Configuration of objects: added fields, forms with their checks. Shipped objects are described in code."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow


class ObjectType(models.Model):
    """A kind of record. Shipped types mirror their description; a manager's own keys start with `x_`."""

    key = models.SlugField(max_length=60, primary_key=True)
    labels = models.JSONField(default=dict)
    is_shipped = models.BooleanField(default=True, db_default=True)
    retired_at = models.DateTimeField(null=True, blank=True)


class Field(models.Model):
    """A field added to an object. Its values live in `custom`; a `slot` makes it sortable and indexed.

    `key` is an immutable slug, unique per object even when retired. `options` of a choice:
    `[{"key": …, "labels": {…}}]`.
    """

    object_type = models.ForeignKey(ObjectType, on_delete=models.PROTECT, related_name="fields")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    labels = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False, db_default=False)
    options = models.JSONField(default=list)
    slot = models.CharField(max_length=2, default="", db_default="")
    position = models.IntegerField(default=0, db_default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_type", "key"], name="objects_field_key"),
            models.UniqueConstraint(
                fields=["object_type", "slot"], condition=~models.Q(slot=""), name="objects_field_slot"
            ),
        ]


class Form(models.Model):
    """A published version of how an object is filled in and checked. The newest version is in force.

    `definition`: `{"checks": [{"check": key, "modes": {"form": "block", "api": "block", "import": "record"},
    "params": {…}}]}`. `version` is the rule version that every verdict names.
    """

    object_type = models.ForeignKey(ObjectType, on_delete=models.PROTECT, related_name="forms")
    version = models.IntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(db_default=DbNow())
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "version"], name="objects_form_version")]
