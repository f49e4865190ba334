"""What can be refused about people and their secrets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError


class LinkExpired(DomainError):
    code = "link_expired"
    status = 410
    message = _("This link was used or has expired. Ask your administrator for a new one.")


class SignInRefused(DomainError):
    code = "sign_in_refused"
    status = 401
    message = _("User name and password do not match.")


class SignInLocked(DomainError):
    code = "sign_in_locked"
    status = 429
    message = _("Too many tries. Wait 15 minutes, or ask your administrator for a reset link.")


class DemoAccountRemote(DomainError):
    code = "demo_account_remote"
    status = 403
    message = _("Demo accounts sign in only on the machine that runs the demo.")


class UserNameTaken(DomainError):
    code = "user_name_taken"
    status = 409
    message = _("This user name is taken. Choose another.")
