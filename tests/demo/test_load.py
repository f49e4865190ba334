"""The small demo company in the database: it signs in, was judged, and has a red customer with its task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, transaction
from django.test import override_settings

from genjin.kernel.evidence.store import absolute
from genjin.kernel.people.actor import load_actor_by_name
from genjin.kernel.people.models import Company, User
from genjin.kernel.people.sign_in import DEMO_PASSWORD, DEMO_USERS
from genjin.lib.hashing import sha256_hex
from genjin.sales.demo.load import load_if_empty
from genjin.sales.demo.story import STORY


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@pytest.fixture(scope="module")
def small_company(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once for all tests of this file, which only read; taken back in the end."""
    files = override_settings(GENJIN_FILES_DIR=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        assert load_if_empty("small")
        yield
        transaction.set_rollback(True)


def test_it_is_loaded_once(small_company: None) -> None:
    assert not load_if_empty("small")
    assert Company.objects.get().is_demo
    assert _rows("select count(*) from sales_customer") == [(300,)]


def test_the_demo_people_have_the_demo_password_and_their_place(small_company: None) -> None:
    for name in DEMO_USERS:
        assert check_password(DEMO_PASSWORD, User.objects.get(username=name).password)
    rep, supervisor = load_actor_by_name("rep"), load_actor_by_name("supervisor")
    assert rep is not None
    assert supervisor is not None
    assert rep.team_id in supervisor.led_teams
    assert (rep.name, supervisor.name) == ("王磊", "刘芳")


def test_a_red_customer_of_the_rep_has_a_task_of_the_supervisor(small_company: None) -> None:
    assert _rows(
        "select c.name, f.backlog, u.username, k.state from sales_customer c"
        " join records_flag f on f.record_id = c.id and f.key = 'silent' and f.left_at is null"
        " join work_task k on k.record_id = c.id and k.kind = 'silent_customer'"
        " join people_user u on u.id = k.owner_id join people_user o on o.id = c.owner_id"
        " where o.username = 'rep' and c.name = '远驰新能源汽车'"
        " and c.assigned_at < genjin_now() - interval '180 days'"
    ) == [("远驰新能源汽车", False, "supervisor", "open")]
    backlog = "select count(*) from records_flag where left_at is null and backlog"
    assert _rows(backlog)[0][0] > 50


def test_yuanchi_was_visited_three_times_and_nothing_came_of_it(small_company: None) -> None:
    visits = _rows(
        "select v.is_valid, v.findings::text from sales_visit v join sales_customer c on c.id = v.customer_id"
        " where c.name = '远驰新能源汽车' order by v.occurred_at"
    )
    assert [is_valid for is_valid, _findings in visits] == [False, False, False]
    assert "photo_reused" in visits[1][1]
    assert all("text_too_short" in findings for _is_valid, findings in visits)


def test_every_story_customer_is_the_reps(small_company: None) -> None:
    found = _rows(
        "select c.name from sales_customer c join people_user u on u.id = c.owner_id where u.username = 'rep'"
    )
    assert {entry.name for entry in STORY} <= {name for (name,) in found}


def test_every_photo_lies_in_the_store_as_it_is_known(small_company: None) -> None:
    known = _rows("select storage_path, sha256, size_bytes, width, height, dhash from evidence_file")
    assert len(known) > 60
    for path, sha256, size_bytes, width, height, dhash in known:
        data = absolute(path).read_bytes()
        assert (sha256_hex(data), len(data)) == (sha256, size_bytes)
        assert width * height > 0
        assert dhash is not None
    uses = "select count(*) from evidence_fileuse u join evidence_file f on f.id = u.file_id and f.sha256 = u.sha256"
    assert _rows(uses)[0][0] >= len(known) * 0.7


def test_every_interaction_has_its_source_and_every_open_promise_its_task(small_company: None) -> None:
    assert _rows(
        "select count(*) from sales_interaction i left join sales_visit v on i.source = 'visit' and v.id = i.source_id"
        " left join sales_pastfollowup p on i.source = 'history' and p.id = i.source_id"
        " where v.id is null and p.id is null or v.is_valid is distinct from i.is_valid and v.id is not null"
    ) == [(0,)]
    assert _rows(
        "select count(*) from sales_interaction i"
        " left join work_task k on k.id = i.next_task_id and k.due_on = i.next_due_on"
        " where i.next_task_id is not null and k.id is null"
    ) == [(0,)]
    assert _rows("select count(*) from work_task where completed_at > genjin_now() or created_at > genjin_now()") == [
        (0,)
    ]


def test_history_rows_know_who_wrote_them(small_company: None) -> None:
    assert _rows("select count(*), count(pgh_context) from sales_customer_history") == [(300, 300)]


def test_customers_are_found_by_two_characters_and_by_initials(small_company: None) -> None:
    from genjin.kernel.records.search import search

    rep = load_actor_by_name("rep")
    assert rep is not None
    for query in ("远驰", "ycxny"):
        assert "远驰新能源汽车" in {hit.title for hit in search(rep, query, objects=["customer"])}
