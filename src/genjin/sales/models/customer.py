"""Customers and the people there."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from genjin.kernel.records.history import tracked
from genjin.kernel.records.models import SLOTS, BaseRecord

LIVE = models.Q(deleted_at=None)


class CustomerClass(models.TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class CustomerStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    WON = "won", _("Won, in delivery")
    POOL = "pool", _("Public pool")
    BLACKLISTED = "blacklisted", _("Blacklisted")


class NoPhoto(models.TextChoices):
    """此处禁拍: the rep asks, the supervisor confirms once, then other proof is accepted here."""

    NONE = "none", _("Photos allowed")
    ASKED = "asked", _("No photos: asked")
    CONFIRMED = "confirmed", _("No photos: confirmed")


class BuyingRole(models.TextChoices):
    DECIDER = "decider", _("Decider")
    INFLUENCER = "influencer", _("Influencer")
    USER = "user", _("User")
    BUYER = "buyer", _("Buyer")
    TECHNICAL = "technical", _("Technical")
    GATEKEEPER = "gatekeeper", _("Gatekeeper")


DERIVED_CUSTOMER = ("name_key", "name_sort", "name_initials", "last_valid_at", "last_visit_at", "silent_since")


@tracked(derived=DERIVED_CUSTOMER)
class Customer(BaseRecord):
    """A company we sell to.

    `name_key`: normalised name, equal names are the same customer. `assigned_at`: when the owner's clock began.
    `value`: expected yearly value, for the order of release. `last_valid_at`/`last_visit_at` only ever rise and are
    written with the visit; everything that judges reads `sales_interaction` instead. `silent_since`: last valid contact,
    else when the clock began; what lists sort by.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=200, default="", db_default="")
    name_initials = models.CharField(max_length=200, default="", db_default="")
    phone = models.CharField(max_length=24, null=True, blank=True)
    phone_ext = models.CharField(max_length=10, default="", db_default="", blank=True)
    uscc = models.CharField(max_length=18, null=True, blank=True)
    customer_class = models.CharField(max_length=1, choices=CustomerClass.choices, null=True, blank=True)
    address = models.CharField(max_length=300, default="", db_default="", blank=True)
    industry = models.CharField(max_length=80, default="", db_default="", blank=True)
    status = models.CharField(
        max_length=12, choices=CustomerStatus.choices, default=CustomerStatus.ACTIVE, db_default="active"
    )
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    no_photo = models.CharField(max_length=10, choices=NoPhoto.choices, default=NoPhoto.NONE, db_default="none")
    last_valid_at = models.DateTimeField(null=True, blank=True)
    last_visit_at = models.DateTimeField(null=True, blank=True)
    silent_since = models.GeneratedField(
        expression=Coalesce("last_valid_at", "assigned_at", "created_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["owner", "silent_since", "id"], name="sales_customer_owner_silent", condition=LIVE),
            models.Index(fields=["team", "silent_since", "id"], name="sales_customer_team_silent", condition=LIVE),
            models.Index(fields=["silent_since", "id"], name="sales_customer_silent", condition=LIVE),
            models.Index(fields=["owner", "name_sort", "id"], name="sales_customer_owner_name", condition=LIVE),
            models.Index(fields=["team", "name_sort", "id"], name="sales_customer_team_name", condition=LIVE),
            models.Index(fields=["name_sort", "id"], name="sales_customer_name", condition=LIVE),
            models.Index(fields=["owner", "id"], name="sales_customer_owner_id", condition=LIVE),
            models.Index(fields=["team", "id"], name="sales_customer_team_id", condition=LIVE),
            models.Index(fields=["name_key"], name="sales_customer_name_key", condition=LIVE),
            models.Index(fields=["phone"], name="sales_customer_phone", condition=LIVE & models.Q(phone__isnull=False)),
            models.Index(fields=["uscc"], name="sales_customer_uscc", condition=LIVE & models.Q(uscc__isnull=False)),
        ] + [
            models.Index(fields=[slot, "id"], name=f"sales_customer_{slot}", condition=LIVE & models.Q(**{f"{slot}__isnull": False}))
            for slot in SLOTS
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


@tracked()
class Contact(BaseRecord):
    """A person at a customer, with the role he plays in the decision. Scope is the customer's."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, default="", db_default="", blank=True)
    phone = models.CharField(max_length=24, null=True, blank=True)
    phone_ext = models.CharField(max_length=10, default="", db_default="", blank=True)
    buying_role = models.CharField(max_length=12, choices=BuyingRole.choices, null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "id"], name="sales_contact_customer", condition=LIVE),
            models.Index(fields=["owner", "id"], name="sales_contact_owner", condition=LIVE),
            models.Index(fields=["team", "id"], name="sales_contact_team", condition=LIVE),
        ]

    def __str__(self) -> str:
        return self.name
