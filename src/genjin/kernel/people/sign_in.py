"""Sign in with a password, with a lock-out that cannot be used to lock others out for long."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password

from genjin.kernel.jobs.limits import Limit, clear, spent, take
from genjin.kernel.people.errors import DemoAccountRemote, SignInLocked, SignInRefused
from genjin.kernel.people.models import Company, User

#: reliability.md goal 31.
PER_ACCOUNT = Limit(10, timedelta(minutes=15))
PER_ADDRESS = Limit(100, timedelta(minutes=15))

DEMO_PASSWORD = "genjin-demo"  # noqa: S105 the published password of the demo, loopback only
DEMO_USERS = ("admin", "director", "supervisor", "rep", "engineer")


def is_loopback(address: str) -> bool:
    """Whether a peer address is this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def sign_in(username: str, password: str, *, address: str) -> User:
    """The active person with this password.

    Raises SignInLocked after too many tries per account or address, SignInRefused, DemoAccountRemote.
    """
    if "\x00" in username or "\x00" in password:
        raise SignInRefused
    account = f"sign-in:user:{username.lower()[:60]}"
    origin = f"sign-in:address:{address}"
    if spent(account, PER_ACCOUNT) or spent(origin, PER_ADDRESS):
        raise SignInLocked
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        make_password(password)  # the same time as a real check, so that names cannot be found out
    if user is None or not check_password(password, user.password):
        take(account, PER_ACCOUNT)
        take(origin, PER_ADDRESS)
        raise SignInRefused
    if password == DEMO_PASSWORD and not is_loopback(address):
        raise DemoAccountRemote
    clear(account)
    return user


def demo_user(username: str, *, address: str) -> User:
    """A demo person without a password: only in the demo company, only from this machine."""
    company = Company.objects.first()
    if company is None or not company.is_demo or username not in DEMO_USERS or not is_loopback(address):
        raise SignInRefused
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise SignInRefused
    return user
