"""Files that prove something, where they are used, and uploads under way."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow, NextRecordId


class File(models.Model):
    """A stored file: the original lies unaltered under its SHA-256 in the data folder (`storage_path`).

    `dhash`: 64-bit difference hash of a photo as a signed integer. `captured_at` empty = unknown.
    """

    id = models.BigIntegerField(primary_key=True, db_default=NextRecordId())
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    captured_at = models.DateTimeField(null=True)
    dhash = models.BigIntegerField(null=True)
    findings = models.JSONField(default=list)
    storage_path = models.CharField(max_length=200)
    thumbnail_path = models.CharField(max_length=200, default="", db_default="")
    uploaded_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=DbNow())

    class Meta:
        indexes = [models.Index(fields=["uploaded_by_id", "-created_at"], name="evidence_file_by")]


class FileUse(models.Model):
    """A file at work on a record in a role (`photo`, `visitor_slip` …).

    `sha256` is repeated here so that "was this photo used before" is one index probe over the whole company.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="uses")
    object_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    role = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_default=DbNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_key", "record_id", "file"], name="evidence_fileuse_one")]
        indexes = [models.Index(fields=["sha256"], name="evidence_fileuse_sha")]


class Upload(models.Model):
    """A file on its way in pieces: `received` bytes lie in a part file; finished ones point to their File."""

    id = models.CharField(max_length=43, primary_key=True)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.BigIntegerField(default=0, db_default=0)
    file = models.ForeignKey(File, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=DbNow())
