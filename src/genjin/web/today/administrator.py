"""An administrator's first steps, and what is done already."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest

from genjin.web.middleware import actor_of

_STANDING = """
select (select count(*) from people_user where is_active),
  (select count(*) from people_user where is_active and password like '!%%'),
  (select count(*) from (select 1 from sales_customer where deleted_at is null limit 100000) c),
  (select count(*) from (select 1 from sales_customer where deleted_at is null and owner_id is null limit 10000) n),
  (select count(*) from imports_importrun where state = 'running'),
  (select count(*) from sales_visit where author_id = %s and deleted_at is null)
"""


def administrator_day(request: HttpRequest) -> dict[str, Any]:
    """The context of `today/administrator.html`."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [actor_of(request).user_id])
        people, invited, customers, ownerless, running, visits = cursor.fetchone()
    return {
        "people": people, "invited": invited, "customers": customers, "ownerless": ownerless, "running": running,
        "visits": visits, "name": actor_of(request).name,
    }  # fmt: skip
