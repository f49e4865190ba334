"""The supervisor's morning, the rep's day, tasks and messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from genjin.kernel.flows.models import Episode
from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.work.models import Task
from genjin.sales.activity.record_visit import record_visit
from genjin.sales.models import Customer
from tests.factories import Cast, customer, visit_body
from tests.flows.arrange import customer_since
from tests.web.reader import text


@pytest.fixture
def red(people: Cast) -> int:
    """A customer that turned red after the watch was on."""
    evaluate("silent_customer")
    here = customer_since(people.rep, clock.today() - timedelta(days=13))
    evaluate("silent_customer")
    Customer.objects.filter(id=here).update(assigned_at=clock.now() - timedelta(days=15), name="远驰新能源汽车")
    # Entered after switch-on: said by the day of switch-on, which lies before.
    from genjin.kernel.flows.models import Watch

    Watch.objects.update(switched_on_at=clock.now() - timedelta(days=10))
    evaluate("silent_customer")
    return here


def test_red_light_is_the_supervisors_to_decide(supervisor: Client, red: int) -> None:
    said = text(supervisor.get("/"))
    assert "刘芳，1 件要你定" in said
    assert "没有下一步" in said
    assert "拜访 0" in said
    assert "有效 0" in said


def test_one_tap_reminds_with_the_evidence(supervisor: Client, rep: Client, people: Cast, red: int) -> None:
    record_visit(people.rep, visit_body(people.rep, red, text="常规问候"), origin="import")
    task = Task.objects.get(kind="silent_customer")
    answer = supervisor.post(f"/today/decide/{task.id}/remind/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert str(task.id) in answer["HX-Trigger"]
    task.refresh_from_db()
    assert task.state == "started"
    assert task.started_at is not None
    assert "常规问候" in text(rep.get("/messages/"))
    assert "清空了" in text(supervisor.get("/"))
    assert supervisor.post(f"/today/decide/{task.id}/remind/").status_code == 302


def test_pane_shows_the_record_and_alone_is_the_customers_page(supervisor: Client, red: int) -> None:
    task = Task.objects.get(kind="silent_customer")
    assert "远驰新能源汽车" in text(supervisor.get(f"/today/decide/{task.id}/", headers={"HX-Request": "true"}))
    assert supervisor.get(f"/today/decide/{task.id}/").headers["Location"] == f"/customers/{red}/"


def test_rep_cannot_decide_for_his_supervisor(rep: Client, red: int) -> None:
    task = Task.objects.get(kind="silent_customer")
    assert rep.post(f"/today/decide/{task.id}/remind/").status_code in (403, 404)


def test_backlog_is_let_out_by_hand_five_a_week(supervisor: Client, rep: Client, people: Cast) -> None:
    for n in range(8):
        here = customer(people.rep, f"存量{n}", value=1000 * n)
        Customer.objects.filter(id=here).update(assigned_at=clock.now() - timedelta(days=90))
    evaluate("silent_customer")
    assert "存量沉默 8 家，已收起" in text(supervisor.get("/"))
    assert not Task.objects.filter(kind="silent_customer").exists()
    assert rep.get("/today/backlog/").status_code == 403
    page = supervisor.get("/today/backlog/").content.decode()
    assert page.index("存量7") < page.index("存量3")
    supervisor.post("/today/backlog/", {"episode": [e.id for e in Episode.objects.all()]})
    assert Task.objects.filter(kind="silent_customer").count() == 5
    assert supervisor.post("/today/backlog/", {"episode": ["x", "9" * 30]}).status_code == 302


def test_reps_day_begins_with_what_is_due_and_ends_with_what_is_owed(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "远驰新能源汽车")
    due = {"text": "把协议文档给张总", "due_on": clock.today().isoformat()}
    record_visit(
        people.rep, visit_body(people.rep, here, next_step=due, quotes=["协议不确认，我不敢排产。"]), origin="form"
    )
    said = text(rep.get("/"))
    assert "王磊，今天 1 家 · 1 件欠着" in said
    assert "“把协议文档给张总”今天到期。" in said
    assert "协议不确认，我不敢排产。" in said
    assert "我到了" in said


def test_day_without_plans_names_who_needs_one_most(rep: Client, people: Cast) -> None:
    here = customer(people.rep, "海晟电池", **{"class": "A"})
    Customer.objects.filter(id=here).update(assigned_at=clock.now() - timedelta(days=61))
    said = text(rep.get("/"))
    assert "今天没有安排。1 家里这 1 家最该联系：" in said
    assert "61 天" in said


def test_task_is_begun_answered_and_done(rep: Client, people: Cast) -> None:
    here = customer(people.rep)
    task = record_visit(people.rep, visit_body(people.rep, here), origin="form").task_id
    rep.post(f"/tasks/{task}/start/")
    assert rep.post(f"/tasks/{task}/respond/", {"text": ""}).status_code == 422
    rep.post(f"/tasks/{task}/respond/", {"text": "周三给"})
    rep.post(f"/tasks/{task}/complete/", {"text": "张总签收了", "back": "customer"})
    row = Task.objects.get(id=task)
    assert row.state == "done"
    assert row.started_at
    assert row.first_response_at
    assert row.completed_at
    assert "张总签收了" in text(rep.get(f"/customers/{here}/"))
    assert rep.post(f"/tasks/{task}/start/").status_code == 409
    assert row.title in text(rep.get("/tasks/?state=done"))


def test_figures_lead_to_as_many_records_as_they_say(rep: Client, people: Cast) -> None:
    here = customer(people.rep)
    record_visit(people.rep, visit_body(people.rep, here, text="常规问候"), origin="import")
    for _n in range(3):
        record_visit(people.rep, visit_body(people.rep, here), origin="form")
    assert "拜访 4 次，有效 3 次" in text(rep.get("/figures/"))
    for part, n in (("denominator", 4), ("numerator", 3)):
        page = rep.get(f"/figures/valid_visit_rate/records/?part={part}").content.decode()
        assert page.count('href="/visits/') - page.count('href="/visits/"') == n
    assert rep.get("/figures/valid_visit_rate/records/?part=odd").status_code == 422
    assert rep.get("/figures/nothing/records/").status_code == 404
    assert rep.get("/figures/?from=2026-99-99").status_code == 422
    assert rep.get("/figures/?owner=stranger").status_code in (200, 422)


def test_keys_are_shown_once_and_end_at_once(rep: Client, stranger: Client) -> None:
    from genjin.kernel.people.models import ApiToken
    from genjin.kernel.people.tokens import actor_of_token

    page = rep.post("/settings/tokens/", {"name": "夜间报表"}).content.decode()
    key = page.split('value="gj_')[1].split('"')[0]
    assert actor_of_token(f"gj_{key}") is not None
    assert key not in rep.get("/settings/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert stranger.post(f"/settings/tokens/{token.id}/end/").status_code == 404
    rep.post(f"/settings/tokens/{token.id}/end/")
    assert actor_of_token(f"gj_{key}") is None


def test_administrator_adds_moves_and_lets_go(admin: Client, people: Cast) -> None:
    form = {"username": "sunqian", "name": "孙倩", "role": "rep", "team": str(people.team.id)}
    assert admin.post("/people/", form).status_code == 200
    assert admin.post("/people/", form).status_code == 409
    assert admin.post("/people/", {**form, "username": "坏 名"}).status_code == 422
    assert admin.post("/people/", {**form, "username": "x1", "team": "0"}).status_code == 422
    assert admin.post("/people/", {**form, "username": "x2", "role": "king"}).status_code == 422
    from genjin.kernel.people.models import User

    user = User.objects.get(username="sunqian")
    assert (
        admin.post(f"/people/{user.id}/move/", {"role": "supervisor", "team": str(people.other_team.id)}).status_code
        == 302
    )
    assert admin.post(f"/people/{user.id}/active/", {"active": "0"}).status_code == 302
    assert not User.objects.get(id=user.id).is_active
    assert admin.post(f"/people/{people.admin.user_id}/active/", {"active": "0"}).status_code == 422
    assert admin.post("/people/999999/link/").status_code == 404
    assert admin.post("/people/teams/", {"name": "华北组", "team": str(people.team.id)}).status_code == 302
