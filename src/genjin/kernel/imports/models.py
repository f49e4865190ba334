"""Imports: a run per file, its faulty rows, what was seen before, and pairs proposed for merge."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from genjin.kernel.jobs.sql import DbNow


class ImportRun(models.Model):
    """One file on its way in; resumable: `parsed` rows are staged, rows up to `done_line` are written.

    `mapping`: column index (text) → field key. `counts`: created, updated, unchanged, failed, duplicates.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Mapped")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.BigAutoField(primary_key=True)
    object_key = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    shape = models.CharField(max_length=64, default="", db_default="")
    sheet = models.CharField(max_length=120, default="", db_default="")
    header_row = models.IntegerField(default=0, db_default=0)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    default_owner_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED, db_default="uploaded")
    error = models.TextField(default="", db_default="")
    total = models.IntegerField(default=0, db_default=0)
    parsed = models.IntegerField(default=0, db_default=0)
    done_line = models.IntegerField(default=0, db_default=0)
    counts = models.JSONField(default=dict)
    error_file = models.CharField(max_length=300, default="", db_default="")
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=DbNow())
    finished_at = models.DateTimeField(null=True)


class RowError(models.Model):
    """Why a row did not go in. `row` is the row a person sees in the sheet, `column` the header as it stands there."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="errors")
    row = models.IntegerField()
    column = models.CharField(max_length=200, default="", db_default="")
    field = models.CharField(max_length=60, default="", db_default="")
    code = models.CharField(max_length=60)
    message = models.CharField(max_length=400)
    cells = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="imports_rowerror_run")]


class Seen(models.Model):
    """Fingerprint of a row that went in: the same file twice changes nothing. Never holds faulty rows."""

    id = models.BigAutoField(primary_key=True)
    object_key = models.CharField(max_length=60)
    fingerprint = models.BinaryField(max_length=16)
    record_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_key", "fingerprint"], name="imports_seen_one")]


class Mapping(models.Model):
    """The columns a person confirmed for a file shape (hash of its headers), remembered for the next file."""

    id = models.BigAutoField(primary_key=True)
    object_key = models.CharField(max_length=60)
    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(db_default=DbNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_key", "shape"], name="imports_mapping_shape")]


class MergeProposal(models.Model):
    """A row held back because it may be a record we have (or an earlier row of the same file).

    `incoming` are its cleaned values; `candidates` ids of records; `keys` why (name, phone, uscc).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SAME = "same", _("Same: merged")
        OTHER = "other", _("Different: added")
        DROPPED = "dropped", _("Dropped")

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="proposals")
    object_key = models.CharField(max_length=60)
    row = models.IntegerField(default=0, db_default=0)
    incoming = models.JSONField()
    candidates = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_default="open")
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=DbNow())
    fingerprint = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = [models.Index(fields=["object_key", "state", "id"], name="imports_proposal_open")]
        constraints = [models.UniqueConstraint(fields=["object_key", "fingerprint"], name="imports_proposal_once")]
