"""The suite's objects as the kernel sees them: fields, scope, search, operands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from genjin.kernel.objects.description import FieldDescription as F
from genjin.kernel.objects.description import ObjectDescription, Operand, describe
from genjin.lib.text.names import name_key
from genjin.lib.text.pinyin import initials, sort_key
from genjin.sales.header_words import STATUS_WORDS, WORDS
from genjin.sales.models import Contact, Customer, PastFollowUp, Visit
from genjin.sales.models.customer import BuyingRole, CustomerClass, CustomerStatus, NoPhoto
from genjin.sales.models.visit import NeedType

CUSTOMER_FIELDS = (
    F("name", "text", _("Customer name"), required=True, max_length=200, sortable=True, aliases=WORDS["customer.name"]),
    F("phone", "phone", _("Phone"), aliases=WORDS["customer.phone"]),
    F("uscc", "uscc", _("Unified social credit code"), max_length=18, aliases=WORDS["customer.uscc"]),
    F(
        "class",
        "choice",
        _("Class"),
        column="customer_class",
        choices=tuple(CustomerClass.choices),
        aliases=WORDS["customer.class"],
    ),
    F("address", "text", _("Address"), max_length=300, aliases=WORDS["customer.address"]),
    F("industry", "text", _("Industry"), max_length=80, aliases=WORDS["customer.industry"]),
    F(
        "status",
        "choice",
        _("Status"),
        choices=tuple(CustomerStatus.choices),
        said_as=STATUS_WORDS,
        aliases=WORDS["customer.status"],
    ),
    F("value", "number", _("Expected yearly value"), aliases=WORDS["customer.value"]),
    F("owner", "person", _("Owner"), column="owner_id", aliases=WORDS["customer.owner"]),
    F("assigned_at", "datetime", _("Owned since"), aliases=WORDS["customer.assigned_at"]),
    F("no_photo", "choice", _("No photos here"), choices=tuple(NoPhoto.choices), derived=True),
    F("last_valid_at", "datetime", _("Last valid contact"), derived=True, sortable=True),
    F("last_visit_at", "datetime", _("Last visit"), derived=True),
)

CONTACT_FIELDS = (
    F("customer", "reference", _("Customer"), column="customer_id", required=True, refers_to="customer"),
    F("name", "text", _("Name"), required=True, max_length=80, aliases=WORDS["contact.name"]),
    F("title", "text", _("Title"), max_length=120, aliases=WORDS["contact.title"]),
    F("phone", "phone", _("Phone"), aliases=WORDS["contact.phone"]),
    F(
        "buying_role",
        "choice",
        _("Buying role"),
        choices=tuple(BuyingRole.choices),
        aliases=WORDS["contact.buying_role"],
    ),
)

VISIT_FIELDS = (
    F("customer", "reference", _("Customer"), column="customer_id", required=True, refers_to="customer"),
    F("need_type", "choice", _("Need type"), required=True, choices=tuple(NeedType.choices)),
    F("text", "text", _("What was said"), required=True, max_length=5000),
    F("occurred_at", "datetime", _("When"), required=True, sortable=True),
    F("author", "person", _("Made by"), column="author_id", derived=True),
    F("is_valid", "boolean", _("Valid"), derived=True),
)

PAST_FIELDS = (
    F(
        "customer",
        "reference",
        _("Customer"),
        column="customer_id",
        required=True,
        refers_to="customer",
        aliases=WORDS["past_follow_up.customer"],
    ),
    F("author", "text", _("Author"), column="author_name", max_length=80, aliases=WORDS["past_follow_up.author"]),
    F("occurred_at", "datetime", _("When"), required=True, aliases=WORDS["past_follow_up.occurred_at"]),
    F("text", "text", _("What was said"), required=True, max_length=20000, aliases=WORDS["past_follow_up.text"]),
    F("kind", "text", _("Kind"), max_length=40, aliases=WORDS["past_follow_up.kind"]),
    F("attachments", "text", _("Attachments"), max_length=2000, aliases=WORDS["past_follow_up.attachments"]),
)

#: Last progress of a customer as of a day: last valid interaction up to it, else the day he was assigned.
LAST_PROGRESS_SQL = """coalesce(
  (select i.local_day from sales_interaction i where i.customer_id = t.id and i.is_valid and i.voided_at is null
   and i.occurred_at < {now} order by i.occurred_at desc limit 1),
  (coalesce(t.assigned_at, t.created_at) at time zone 'Asia/Shanghai')::date)"""

#: Whether the last record left a clear next action that is neither done nor expired (measures.md §2.7).
CLEAR_NEXT_STEP_SQL = """coalesce((select l.next_due_on >= {today} and exists (
    select 1 from work_task k where k.id = l.next_task_id
    and (k.completed_at is null or k.completed_at >= {now}) and (k.cancelled_at is null or k.cancelled_at >= {now}))
  from (select i.next_task_id, i.next_due_on from sales_interaction i where i.customer_id = t.id and i.voided_at is null
    and i.side = 'rep' and i.occurred_at < {now} order by i.occurred_at desc, i.id desc limit 1) l), false)"""

CUSTOMER_OPERANDS = (
    Operand("last_progress_on", "date", _("Last progress"), LAST_PROGRESS_SQL),
    Operand("clear_next_step", "boolean", _("has a clear next step"), CLEAR_NEXT_STEP_SQL),
    Operand("is_assigned", "boolean", _("has an owner"), "t.owner_id is not null", has_history=False),
)


def derive_customer(values: dict[str, Any]) -> dict[str, Any]:
    """Columns computed from the name."""
    name = values["name"]
    return {
        "name_key": name_key(name)[:200],
        "name_sort": sort_key(name)[:200],
        "name_initials": initials(name)[:200],
    }


def customer_search(values: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Title, initials and texts under which a customer is found."""
    return values["name"], values["name_initials"], [values.get("phone") or ""]


def contact_search(values: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Title, initials and texts under which a contact is found."""
    return values["name"], initials(values["name"]), [values.get("phone") or "", values.get("title") or ""]


def register() -> None:
    """Describe every object of the suite."""
    from genjin.sales.activity.void_visit import void_visit

    describe(
        ObjectDescription(
            "customer", Customer, _("Customer"), _("Customers"), CUSTOMER_FIELDS,
            derive=derive_customer, search_text=customer_search, operands=CUSTOMER_OPERANDS,
        )
    )  # fmt: skip
    describe(
        ObjectDescription(
            "contact", Contact, _("Contact"), _("Contacts"), CONTACT_FIELDS,
            scope_from="customer", search_text=contact_search,
        )
    )  # fmt: skip
    describe(
        ObjectDescription(
            "visit",
            Visit,
            _("Visit"),
            _("Visits"),
            VISIT_FIELDS,
            title_field="text",
            scope_from="customer",
            verbs={"delete": void_visit, "restore": void_visit},
        )
    )
    describe(
        ObjectDescription(
            "past_follow_up", PastFollowUp, _("Past follow-up"), _("Past follow-ups"), PAST_FIELDS,
            title_field="text", scope_from="customer",
        )
    )  # fmt: skip
