"""Interactions: one row per contact with a customer, whatever record it came from, with its verdict computed once.

Every figure stands on this table: silent watch, inactive share, near copies, timeline. Nobody recomputes.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from genjin.kernel.jobs.sql import NextRecordId
from genjin.sales.models.customer import Customer


class Interaction(models.Model):
    """One contact (facts/measures.md §1).

    `side`: rep or customer. `owner_then`/`team_then`: whose customer it was. `eff_chars`: effective characters;
    `novel_chars`: those not copied. `body`: normalised text for near-copy search. `next_task_id`/`next_due_on`:
    the clear next action it left, if any. `triggers`: False for 历史 (baseline only). `voided_at`: taken back.
    """

    id = models.BigIntegerField(primary_key=True, db_default=NextRecordId())
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="interactions", db_index=False)
    source = models.CharField(max_length=30)
    source_id = models.BigIntegerField()
    side = models.CharField(max_length=8, default="rep", db_default="rep")
    actor_id = models.BigIntegerField(null=True)
    owner_then_id = models.BigIntegerField(null=True)
    team_then_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    local_day = models.DateField()
    eff_chars = models.IntegerField(default=0, db_default=0)
    novel_chars = models.DecimalField(max_digits=9, decimal_places=2, default=0, db_default=0)
    evidence_units = models.SmallIntegerField(default=0, db_default=0)
    need_type = models.CharField(max_length=12, null=True)
    next_task_id = models.BigIntegerField(null=True)
    next_due_on = models.DateField(null=True)
    is_valid = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    rule_version = models.IntegerField(default=0, db_default=0)
    body = models.TextField(default="", db_default="")
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="sales_interaction_source")]
        indexes = [
            models.Index(fields=["actor_id", "-recorded_at"], name="sales_interaction_actor"),
            models.Index(fields=["customer", "-occurred_at"], name="sales_interaction_cust"),
            models.Index(
                fields=["customer", "-occurred_at"],
                name="sales_interaction_valid",
                condition=models.Q(is_valid=True, voided_at=None),
            ),
            # Everything a figure over a period asks, so that the index alone answers.
            models.Index(
                fields=["source", "local_day"],
                include=["actor_id", "is_valid", "recorded_at", "voided_at", "team_then_id", "source_id"],
                name="sales_interaction_period",
            ),
        ]


class Verdict(models.Model):
    """An interaction judged under another rule version than the one in force when it was recorded."""

    id = models.BigAutoField(primary_key=True)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="verdicts")
    rule_version = models.IntegerField()
    is_valid = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=40), default=list, db_default=[])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interaction", "rule_version"], name="sales_verdict_version")]
