"""Decide on a row that was held back: it is the same customer, another one, or of no use."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError
from genjin.kernel.imports.models import MergeProposal, Seen
from genjin.kernel.imports.queries import get_open_proposal
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.models import User
from genjin.kernel.records.write import write
from genjin.lib.text.grams import searchable

Answer = Literal["same", "other", "dropped"]

ORIGIN = "import"


class NoSuchCandidate(DomainError):
    """The customer named is not one that this row resembles."""

    code = "no_such_candidate"
    message = _("This customer is no longer among those that the row resembles. Load the page again.")


def decide(
    actor: Actor, *, proposal_id: int, answer: Answer, candidate_id: int | None = None, take: Collection[str] = ()
) -> int | None:
    """The customer the row went into, None when it was dropped.

    `same`: fields named in `take` go from the row into the candidate, its contact is added. `other`: the row becomes a
    customer. Raises NotFound, Forbidden, Refused, NoSuchCandidate.
    """
    with transaction.atomic():
        proposal = get_open_proposal(actor, "customer", proposal_id)
        record_id = None
        if answer == "same":
            if candidate_id is None or str(candidate_id) not in proposal.candidates:
                raise NoSuchCandidate
            record_id = _into(actor, proposal, candidate_id, take)
        elif answer == "other":
            record_id = write(actor, "customer", None, _changes(proposal.incoming), origin=ORIGIN).id
        if record_id is not None:
            _add_contact(actor, proposal.incoming, record_id)
        _settle(actor, proposal, answer, record_id)
        return record_id


def _into(actor: Actor, proposal: MergeProposal, candidate_id: int, take: Collection[str]) -> int:
    changes = {key: value for key, value in _changes(proposal.incoming).items() if key in take}
    # Also without a change: who may not touch this customer may not say that it is the same.
    return write(actor, "customer", candidate_id, changes, origin=ORIGIN).id


def _changes(incoming: dict[str, Any]) -> dict[str, Any]:
    """The row as the write door takes it."""
    changes = {key: value for key, value in incoming.items() if not key.startswith("contact.")}
    if "phone" in changes:
        changes["phone"] = _dialled(changes["phone"])
    if "owner" in changes:
        changes["owner"] = User.objects.filter(id=changes["owner"]).values_list("username", flat=True).first()
    return changes


def _add_contact(actor: Actor, incoming: dict[str, Any], customer_id: int) -> None:
    name = incoming.get("contact.name")
    if not name or _knows(customer_id, name):
        return
    contact = {key.removeprefix("contact."): value for key, value in incoming.items() if key.startswith("contact.")}
    if "phone" in contact:
        contact["phone"] = _dialled(contact["phone"])
    write(actor, "contact", None, {"customer": str(customer_id), **contact}, origin=ORIGIN)


def _knows(customer_id: int, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select name from sales_contact where customer_id = %s and deleted_at is null", [customer_id])
        return searchable(name) in {searchable(row[0]) for row in cursor.fetchall()}


def _dialled(phone: str) -> str:
    """A number with its extension as the phone field reads it."""
    return phone.replace(",", "转")


def _settle(actor: Actor, proposal: MergeProposal, answer: Answer, record_id: int | None) -> None:
    MergeProposal.objects.filter(id=proposal.id).update(
        state=answer, decided_by_id=actor.user_id, decided_at=clock.now()
    )
    if proposal.fingerprint is not None:
        Seen.objects.get_or_create(
            object_key=proposal.object_key, fingerprint=bytes(proposal.fingerprint), defaults={"record_id": record_id}
        )
