"""What an empty database is filled with at the first start, and what is said about signing in."""

from __future__ import annotations

import os
import secrets

from django.conf import settings
from django.db import connection, transaction

from genjin.kernel.people.company import add_team, add_user, found_company
from genjin.kernel.people.models import Company, Role
from genjin.kernel.people.sign_in import DEMO_PASSWORD, DEMO_USERS
from genjin.kernel.playbooks.apply import ensure_applied

_FIRST_NAME = "我的公司"


def found_if_empty() -> str:
    """Fills an empty database as GENJIN_DEMO says; returns the words about signing in, "" when there are none."""
    company = Company.objects.first()
    if company is None:
        kind = settings.ENVIRONMENT.demo
        if kind == "none":
            return _found_company()
        from genjin.sales.demo.load import load_if_empty

        load_if_empty(kind)
        company = Company.objects.get()
    if not company.is_demo:
        return ""
    return f"Sign in as {', '.join(DEMO_USERS)}; password {DEMO_PASSWORD} (simulated company, from this machine only)"


def forget_old_signs_of_life() -> None:
    """The workers of an embedded database died with their supervisor: /healthz must not count them as alive."""
    if settings.ENVIRONMENT.is_embedded:
        with connection.cursor() as cursor:
            cursor.execute("delete from jobs_heartbeat")


def _found_company() -> str:
    given = os.environ.get("GENJIN_ADMIN_PASSWORD", "")
    password = given or secrets.token_urlsafe(12)
    with transaction.atomic():
        found_company(_FIRST_NAME)
        add_user("admin", "管理员", role=Role.ADMINISTRATOR, team=add_team(_FIRST_NAME), password=password)
        ensure_applied()
    return "Sign in as admin" + ("" if given else f"; password {password} (shown only this once)")
