"""One's own page, API keys, the recycle bin, and the way to all settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from genjin.kernel.errors import FieldError, NotFound, Refused
from genjin.kernel.messages.inbox import unread_count
from genjin.kernel.objects.description import descriptions
from genjin.kernel.people.directory import find_user, own_id, tokens_of
from genjin.kernel.people.models import Role
from genjin.kernel.people.tokens import issue_token, revoke_token
from genjin.kernel.records.write import restore
from genjin.web.middleware import actor_of
from genjin.web.reading import posted
from genjin.web.settings.access import administrator
from genjin.web.settings.bin import OBJECTS, binned

MOST_TOKENS = 20


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """The way to everything an administrator sets."""
    administrator(request)
    return render(request, "settings/settings.html")


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    actor = actor_of(request)
    context = {
        "person": actor, "role": Role(actor.role).label if actor.role in Role.values else "", "unread": unread_count(actor),
        "may_bin": any(actor.scope(key, "delete") != "none" for key in OBJECTS), "may_import": actor.scope("customer", "import") != "none",
    }  # fmt: skip
    return render(request, "settings/me.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own API keys; a new one is shown once."""
    actor = actor_of(request)
    made = ""
    if request.method == "POST":
        if len(tokens_of(actor)) >= MOST_TOKENS:
            raise Refused(
                errors=[
                    FieldError("name", "too_many", _("At most %(max)s keys. End one first.") % {"max": MOST_TOKENS})
                ]
            )
        made = issue_token(find_user(own_id(actor)), name=posted(request, "name", 80) or _("Key"))
    return render(request, "settings/tokens.html", {"tokens": tokens_of(actor), "made": made})


@require_POST
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a key at once."""
    actor = actor_of(request)
    if token_id not in {token.id for token in tokens_of(actor)}:
        raise NotFound
    revoke_token(token_id, user_id=own_id(actor))
    messages.success(request, _("The key has ended."))
    return redirect("/settings/tokens/")


@require_GET
def recycle_bin(request: HttpRequest) -> HttpResponse:
    """What was put away and can come back."""
    return render(request, "settings/bin.html", {"rows": binned(actor_of(request))})


@require_POST
def bring_back(request: HttpRequest, object_key: str, record_id: int) -> HttpResponse:
    """Out of the bin."""
    if object_key not in OBJECTS or object_key not in descriptions:
        raise NotFound
    restore(actor_of(request), object_key, record_id)
    messages.success(request, _("It is back."))
    return redirect("/settings/bin/")
