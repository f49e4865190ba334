"""The suite's own database: what is committed in one test is gone in the next."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_table_is_gone_in_the_next_test(turn: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table left_over (id int)")


@pytest.mark.django_db
def test_the_application_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)
