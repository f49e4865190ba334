"""Visits, and follow-ups that other systems recorded before (历史)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from genjin.kernel.records.history import tracked
from genjin.kernel.records.models import BaseRecord
from genjin.sales.models.customer import LIVE, Customer


class NeedType(models.TextChoices):
    """Price covers cost, budget, comparison; technical: parameters, protocols, tests; delivery: dates, logistics;
    service: faults, repair, installation, complaints."""

    PRICE = "price", _("Price")
    TECHNICAL = "technical", _("Technical")
    DELIVERY = "delivery", _("Delivery")
    SERVICE = "service", _("Service")


@tracked()
class Visit(BaseRecord):
    """A contact with a customer in the field.

    `owner`/`team` are the customer's now (who sees it), `author` made it (figures). `text` is stored as written.
    `findings`: what the checks saw, each with its mode. `local_day`: the company's date of `occurred_at`.
    `crs` of the check-in point: wgs84 or gcj02.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="visits", db_index=False)
    author = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey("sales.Contact", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    need_type = models.CharField(max_length=12, choices=NeedType.choices, null=True)
    text = models.TextField(default="", db_default="")
    quotes = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    next_text = models.CharField(max_length=300, default="", db_default="")
    next_due_on = models.DateField(null=True)
    next_task_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    local_day = models.DateField()
    check_in_lat = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    check_in_lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    check_in_accuracy_m = models.IntegerField(null=True)
    check_in_crs = models.CharField(max_length=6, default="", db_default="")
    is_valid = models.BooleanField(db_default=False, default=False)
    findings = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    rule_version = models.IntegerField(default=0, db_default=0)
    origin = models.CharField(max_length=10, default="form", db_default="form")
    client_key = models.CharField(max_length=100, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_key"], condition=~models.Q(client_key=""), name="sales_visit_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="sales_visit_customer", condition=LIVE),
            models.Index(fields=["owner", "-occurred_at", "-id"], name="sales_visit_owner", condition=LIVE),
            models.Index(fields=["team", "-occurred_at", "-id"], name="sales_visit_team", condition=LIVE),
            models.Index(fields=["-occurred_at", "-id"], name="sales_visit_all", condition=LIVE),
            models.Index(fields=["author", "-occurred_at", "-id"], name="sales_visit_author", condition=LIVE),
        ]


@tracked()
class PastFollowUp(BaseRecord):
    """历史: a follow-up as another system kept it, under its own author and time. Triggers nothing; the baseline.

    `author_name` as it stood there; `author` when that is one of us. `attachments`: names only.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="past_follow_ups", db_index=False)
    author = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    author_name = models.CharField(max_length=80, default="", db_default="")
    kind = models.CharField(max_length=40, default="", db_default="")
    text = models.TextField(default="", db_default="")
    attachments = ArrayField(models.CharField(max_length=300), default=list, db_default=[])
    occurred_at = models.DateTimeField()
    local_day = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="sales_past_customer", condition=LIVE),
            models.Index(fields=["owner", "id"], name="sales_past_owner", condition=LIVE),
            models.Index(fields=["team", "id"], name="sales_past_team", condition=LIVE),
        ]
