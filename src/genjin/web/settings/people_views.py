"""People and teams: add, invite, reset, move, let go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from genjin.kernel.errors import DomainError, FieldError, Refused
from genjin.kernel.people.actor import Actor
from genjin.kernel.people.company import add_team, add_user, set_active
from genjin.kernel.people.directory import find_team, find_user
from genjin.kernel.people.models import OneTimeLink, Role, Team, User
from genjin.kernel.people.tokens import issue_link
from genjin.sales.customers.move_person import move_person
from genjin.web.reading import asked, posted
from genjin.web.settings.access import administrator
from genjin.web.settings.people_rows import people, teams


@never_cache
@require_http_methods(["GET", "POST"])
def list_people(request: HttpRequest) -> HttpResponse:
    """Everybody; POST adds a person and shows his invite link, once."""
    actor = administrator(request)
    if request.method == "GET":
        return _page(request)
    try:
        user = _add(request)
    except DomainError as error:
        return _page(request, error=error, status=error.status)
    return _page(request, link=_link(request, actor, user, OneTimeLink.Purpose.INVITE), linked=user)


@never_cache
@require_POST
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """A link with which a person sets a new password; shown once. Who never came in gets an invite."""
    actor = administrator(request)
    user = find_user(user_id)
    purpose = OneTimeLink.Purpose.RESET if user.has_usable_password() else OneTimeLink.Purpose.INVITE
    return _page(request, link=_link(request, actor, user, purpose), linked=user)


@require_POST
def move(request: HttpRequest, user_id: int) -> HttpResponse:
    """Into another team or role, from today on."""
    actor = administrator(request)
    user = find_user(user_id)
    move_person(actor, user, team=_team(request), role=_role(request))
    messages.success(request, _("%(name)s has moved") % {"name": user.name})
    return redirect("/people/")


@require_POST
def activate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a person in, or keep him out from his next request on."""
    actor = administrator(request)
    user = find_user(user_id)
    active = posted(request, "active") == "1"
    if user.id == actor.user_id and not active:
        raise Refused(_("You cannot put yourself out. Ask another administrator."))
    set_active(user, active=active)
    words = _("%(name)s may come in again") if active else _("%(name)s is out; his records stay")
    messages.success(request, words % {"name": user.name})
    return redirect("/people/")


@require_POST
def new_team(request: HttpRequest) -> HttpResponse:
    """A team below another."""
    administrator(request)
    name = posted(request, "name", 80)
    if not name:
        raise Refused(errors=[FieldError("name", "name_required", _("The team needs a name."))])
    add_team(name, parent=_team(request))
    messages.success(request, _("Team added"))
    return redirect("/people/")


def _page(request: HttpRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    query = asked(request, "q", 60)
    context = {
        "people": people(query), "teams": teams(), "roles": Role.choices, "query": query, "typed": request.POST, **extra,
        "errors": {e.field: e.message for e in extra["error"].errors} if extra.get("error") else {},
    }  # fmt: skip
    return render(request, "settings/people.html", context, status=status)


def _add(request: HttpRequest) -> User:
    username, name = posted(request, "username", 60), posted(request, "name", 60)
    return add_user(username, name, role=_role(request), team=_team(request))


def _link(request: HttpRequest, actor: Actor, user: User, purpose: OneTimeLink.Purpose) -> str:
    return request.build_absolute_uri(f"/links/{issue_link(user, purpose, by=actor)}/")


def _team(request: HttpRequest) -> Team:
    given = posted(request, "team", 18)
    team = find_team(int(given)) if given.isascii() and given.isdigit() else None
    if team is None:
        raise Refused(errors=[FieldError("team", "not_found", _("Choose a team."))])
    return team


def _role(request: HttpRequest) -> str:
    role = posted(request, "role", 30)
    if role not in Role.values:
        raise Refused(errors=[FieldError("role", "invalid_choice", _("Choose a role."))])
    return role
