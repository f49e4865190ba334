"""What a session knows of its person, and when it ends."""

from __future__ import annotations

import ipaddress

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from genjin.kernel.people.directory import session_secret
from genjin.kernel.people.models import User
from genjin.kernel.people.sign_in import is_loopback

SESSION_USER = "user"
_KEY = "key"
_VERSION = "version"


def begin(request: HttpRequest, user: User, version: int) -> None:
    """Sign a person in: a fresh session key and a fresh CSRF token, so that nothing set before is trusted."""
    request.session.flush()
    request.session[SESSION_USER] = user.id
    request.session[_KEY] = user.get_session_auth_hash()
    request.session[_VERSION] = version
    rotate_token(request)


def still_holds(session: SessionBase, version: int) -> bool:
    """Whether the password behind a session is still the same; looked up only after people or access changed."""
    if session.get(_VERSION) == version:
        return True
    secret = session_secret(session[SESSION_USER])
    if secret is None or secret != session.get(_KEY):
        return False
    session[_VERSION] = version
    return True


def address_of(request: HttpRequest) -> str:
    """Who is at the other end: behind a proxy on this machine, the address the proxy saw."""
    peer = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = request.headers.get("X-Forwarded-For", "") or request.headers.get("Forwarded", "")
    if forwarded and (is_loopback(peer) or not peer):
        last = forwarded.rsplit(",", 1)[-1].strip()
        try:
            return str(ipaddress.ip_address(last))
        except ValueError:
            return "unknown"
    return peer or "unknown"
