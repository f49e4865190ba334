"""What the demo company lacks for pictures: long names, empty customers, a new rep, an invite link; run inside Genjin."""

from __future__ import annotations

import json

from django.db import connection

from genjin.kernel.people.actor import Actor, load_actor_by_name
from genjin.kernel.people.company import add_user
from genjin.kernel.people.models import OneTimeLink, Role, Team
from genjin.kernel.people.tokens import issue_link
from genjin.kernel.records.write import write
from tools.look.company import NEWCOMER, NEWCOMER_PASSWORD

LONG_NAME = "上海临港新片区远驰新能源汽车动力总成系统智能制造（华东）有限公司第二分公司"
LONG_PERSON = {"name": "欧阳慕容司马诸葛", "title": "动力总成事业部华东区采购与供应链管理中心副总监"}

_FOUND = """
select
  (select f.record_id from records_flag f join sales_customer c on c.id = f.record_id
    where f.object_key = 'customer' and f.left_at is null and not f.backlog and c.owner_id = %(rep)s
    order by c.value desc nulls last limit 1),
  (select v.id from sales_visit v where v.author_id = %(rep)s and v.is_valid order by v.occurred_at desc limit 1),
  (select v.id from sales_visit v where v.author_id = %(rep)s and not v.is_valid order by v.occurred_at desc limit 1),
  (select v.customer_id from sales_visit v join sales_customer c on c.id = v.customer_id
    where v.author_id = %(rep)s and c.owner_id = %(rep)s and v.is_valid order by v.occurred_at desc limit 1)
"""


def build() -> dict[str, str]:
    """Adds the rare cases and returns what the scenes' addresses need."""
    rep, admin = _actor("rep"), _actor("admin")
    long_named = write(rep, "customer", None, {"name": LONG_NAME, "class": "A"}, origin="form").id
    write(rep, "contact", None, {"customer": str(long_named), **LONG_PERSON}, origin="form")
    empty = write(rep, "customer", None, {"name": "苏州云杉"}, origin="form").id
    assert rep.team_id is not None
    assert rep.team_id is not None
    team = Team.objects.get(id=rep.team_id)
    add_user(NEWCOMER, "许安", role=Role.REP, team=team, password=NEWCOMER_PASSWORD)
    invited = add_user("invited", "程一诺", role=Role.REP, team=team)
    link = issue_link(invited, OneTimeLink.Purpose.INVITE, by=admin)
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"rep": rep.user_id})
        red, valid, hollow, lively = map(str, cursor.fetchone())
    return {
        "link": link, "long": str(long_named), "empty": str(empty),
        "red": red, "valid": valid, "hollow": hollow, "lively": lively,
    }  # fmt: skip


def main() -> None:
    """Prints them as JSON."""
    print(json.dumps(build()))


def _actor(username: str) -> Actor:
    actor = load_actor_by_name(username)
    assert actor is not None
    return actor
