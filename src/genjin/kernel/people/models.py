"""Who works here: the company, its teams and people, their roles, tokens and one-time links."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from genjin.kernel.jobs.sql import DbNow


class Company(models.Model):
    """The one company of this database.

    `config_version` rises with every change of people, access or configuration; whoever holds a copy of any of
    these compares it and loads again.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    config_version = models.BigIntegerField(default=1, db_default=1)
    is_demo = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=DbNow())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="people_company_one")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team; `path` is the ids from the root down, e.g. `1/4/`, so that a subtree is a prefix."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True, db_default="")
    created_at = models.DateTimeField(db_default=DbNow())

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does here; what each may do is in `access_grant`."""

    REP = "rep", _("Sales rep")
    SUPERVISOR = "supervisor", _("Supervisor")
    DIRECTOR = "director", _("Sales director")
    TECHNICAL_LEAD = "technical_lead", _("Technical lead")
    TECHNICAL_DIRECTOR = "technical_director", _("Technical director")
    PRODUCTION = "production", _("Production")
    LOGISTICS = "logistics", _("Logistics")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    """Finds people by user name; `create` is used by the verbs in this app only."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. Without a usable password only an invite link lets him in."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True, db_default=True)
    language = models.CharField(max_length=10, default="zh-hans", db_default="zh-hans")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=DbNow())

    objects = UserManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a team in a role, from a day to a day (until is exclusive; empty = still)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(until__isnull=True), name="people_membership_one_now"
            )
        ]
        indexes = [models.Index(fields=["team", "role"], name="people_membership_team")]


class ApiToken(models.Model):
    """A key of the API. Only its SHA-256 is kept; `scopes` empty means all of the person's rights."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, default="", db_default="")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    created_at = models.DateTimeField(db_default=DbNow())
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class OneTimeLink(models.Model):
    """An invite or password-reset link, handed over by the administrator (no e-mail needed). Used once."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invite")
        RESET = "reset", _("Password reset")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=DbNow())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
