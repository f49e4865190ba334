"""Playbooks: what was installed from which file, and the base of every item for later comparison."""

from __future__ import annotations

from django.db import models

from genjin.kernel.jobs.sql import DbNow


class Install(models.Model):
    """A playbook applied to this company."""

    key = models.SlugField(max_length=60, primary_key=True)
    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    applied_at = models.DateTimeField(db_default=DbNow())
    applied_by = models.BigIntegerField(null=True)


class Item(models.Model):
    """One thing a playbook set; `base` is what the file said, to tell local changes from upgrades."""

    id = models.BigAutoField(primary_key=True)
    install = models.ForeignKey(Install, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    base = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["install", "section", "key"], name="playbooks_item_one")]
