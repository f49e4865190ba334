"""A person's named lists: the query of the list's address under a name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.directory import own_id
from genjin.kernel.records.models import SavedView

MOST = 20


def views_of(actor: Actor, object_key: str) -> list[SavedView]:
    """The actor's views, oldest first."""
    return list(SavedView.objects.filter(owner_id=own_id(actor), object_key=object_key).order_by("id")[:MOST])


def keep_view(actor: Actor, *, object_key: str, name: str, query: str) -> SavedView:
    """Keep a view; the same name again is changed. Raises Refused without a name or when there are too many."""
    if not name:
        raise Refused(errors=[FieldError("name", "name_required", _("The view needs a name."))])
    is_known = SavedView.objects.filter(owner_id=own_id(actor), object_key=object_key, name=name).exists()
    if not is_known and len(views_of(actor, object_key)) >= MOST:
        raise Refused(
            errors=[FieldError("name", "too_many", _("At most %(max)s views. Forget one first.") % {"max": MOST})]
        )
    view, _made = SavedView.objects.update_or_create(
        owner_id=own_id(actor), object_key=object_key, name=name, defaults={"definition": {"query": query}}
    )
    return view


def drop_view(actor: Actor, view_id: int) -> None:
    """Forget a view of the actor's. Raises NotFound."""
    if not SavedView.objects.filter(id=view_id, owner_id=own_id(actor)).delete()[0]:
        raise NotFound
