"""The door: password, demo people, one-time links, sign-out, language."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from genjin.kernel.errors import DomainError
from genjin.kernel.jobs.limits import Limit, take
from genjin.kernel.people.actor import config_version
from genjin.kernel.people.directory import set_language
from genjin.kernel.people.errors import SignInLocked
from genjin.kernel.people.models import OneTimeLink, User
from genjin.kernel.people.sign_in import demo_user, is_loopback, sign_in
from genjin.kernel.people.tokens import find_link, use_link
from genjin.web.sign_in.demo import demo_door
from genjin.web.sign_in.session import address_of, begin

LINKS_PER_ADDRESS = Limit(40, timedelta(minutes=15))
SHORTEST_PASSWORD = 10


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """The sign-in page; POST is user name and password."""
    address = address_of(request)
    way = _safe_way(request)
    if request.method == "GET":
        return _door_page(request, address, way)
    username = request.POST.get("username", "").strip()
    try:
        user = sign_in(username, request.POST.get("password", ""), address=address)
    except DomainError as error:
        return _door_page(request, address, way, username=username, error=error)
    begin(request, user, config_version())
    return redirect(way)


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """A demo person, without a password: only from this machine."""
    user = demo_user(request.POST.get("username", ""), address=address_of(request))
    begin(request, user, config_version())
    return redirect("/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    request.session.flush()
    return redirect("/sign-in/")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """An invite or reset link: its person chooses a password and is in. Works once."""
    if not take(f"link:address:{address_of(request)}", LINKS_PER_ADDRESS):
        raise SignInLocked
    found = find_link(token)
    errors: list[str] = []
    if request.method == "POST":
        password = request.POST.get("password", "")
        errors = _password_problems(password, request.POST.get("again", ""), found.user)
        if not errors:
            begin(request, use_link(token, password), config_version())
            return redirect("/")
    is_invite = found.purpose == OneTimeLink.Purpose.INVITE
    context = {"person": found.user, "is_invite": is_invite, "errors": errors, "shortest": SHORTEST_PASSWORD}
    return render(request, "sign_in/link.html", context, status=422 if errors else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, on this device and (signed in) for this person."""
    code = request.POST.get("language", "")
    response = redirect(_safe_way(request))
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax")
        actor = getattr(request, "actor", None)
        if actor is not None:
            set_language(actor, code)
    return response


def _door_page(
    request: HttpRequest, address: str, way: str, *, username: str = "", error: DomainError | None = None
) -> HttpResponse:
    people = demo_door() if is_loopback(address) else None
    context = {"demo": people, "next": way, "username": username, "error": error}
    return render(request, "sign_in/door.html", context, status=error.status if error else 200)


def _safe_way(request: HttpRequest) -> str:
    way = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = way.startswith("/") and url_has_allowed_host_and_scheme(way, allowed_hosts=None)
    return way if is_ours else "/"


def _password_problems(password: str, again: str, user: User) -> list[str]:
    problems: list[str] = []
    if len(password) < SHORTEST_PASSWORD or "\x00" in password:
        problems.append(_("At least %(n)s characters.") % {"n": SHORTEST_PASSWORD})
    if password != again:
        problems.append(_("The two are not the same."))
    if user.username.lower() in password.lower():
        problems.append(_("Not your user name, please."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems += error.messages
    return problems
