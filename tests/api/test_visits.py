"""Visits over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from genjin.kernel.jobs import clock
from genjin.kernel.people.company import move_user, set_active
from genjin.kernel.people.models import ApiToken, Role
from genjin.kernel.people.tokens import revoke_token
from genjin.kernel.records.models import Draft
from genjin.sales.models import Visit
from tests.api.caller import Caller, codes, ok, problem
from tests.factories import Cast, contact, customer, photo, user_of, visit_body

pytestmark = pytest.mark.django_db

#: Visits that are no copies of each other.
TEXTS = (
    "伺服驱动器过热报警，现场换了散热风扇后连续跑四小时没有复现，回去查批次",
    "李经理要三家比价，预算压到六十八万以内，含两年质保和首批备件清单",
    "二号线交期提前到月中，码头吊装要排早班，物流同事确认车牌和司机",
    "测试台架缺一组编码器线缆，王工先用替代型号，月底补正式件再复测",
    "财务换了新系统，开票抬头与税号都变更，合同补充协议等法务盖章",
    "扩产方案改成双工位，换型时间目标八分钟，夹具图纸后天给初稿",
    "售后投诉噪音偏大，拆开发现联轴器磨损，约好周末停机更换整套",
    "招标文件增加了 Profinet 认证要求，采购刘姐让我们补交检测报告",
)


def test_visit_comes_back_as_its_own_get_shows_it(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    met = contact(people.rep, where)
    body = visit_body(
        people.rep, where, contact=str(met), check_in={"lat": 30.2, "lon": 120.1, "accuracy_m": 12, "crs": "gcj02"}
    )
    made = ok(rep.post("/visits", body), 201)

    assert made["is_valid"]
    assert made["text"] == body["text"]
    assert made["photos"] == body["photos"]
    assert (made["owner"], made["author"], made["contact"]) == ("rep", "rep", str(met))
    assert made["next_step"] == {**body["next_step"], "task": made["next_step"]["task"]}
    assert made["check_in"] == body["check_in"]
    assert ok(rep.get(f"/visits/{made['id']}")) == made
    assert ok(rep.get("/visits"))["items"] == [made]
    assert ok(rep.get(f"/customers/{where}", {"visits": "20"}))["visits"] == [made]
    task = ok(rep.get(f"/tasks/{made['next_step']['task']}"))
    assert (task["kind"], task["title"], task["customer"]) == ("next_step", body["next_step"]["text"], str(where))
    assert task["due_at"].startswith(body["next_step"]["due_on"] + "T18:00:00")


def test_text_is_returned_as_sent(people: Cast, rep: Caller) -> None:
    body = visit_body(people.rep, customer(people.rep))
    body["text"] = "  " + body["text"] + "\n\n 𠮷野家🙂 <b>=1+1</b>  "
    assert ok(rep.post("/visits", body), 201)["text"] == body["text"]


def test_owner_is_the_customers_and_author_who_made_it(people: Cast, rep: Caller, supervisor: Caller) -> None:
    where = customer(people.rep)
    made = ok(supervisor.post("/visits", visit_body(people.supervisor, where)), 201)
    assert (made["owner"], made["author"]) == ("rep", "supervisor")
    assert [v["id"] for v in ok(rep.get("/visits", {"author": "supervisor", "owner": "rep"}))["items"]] == [made["id"]]
    assert ok(rep.get("/visits", {"author": "rep"}))["items"] == []


def test_every_failed_check_is_an_error_of_its_field(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    body = {
        "customer": str(where),
        "need_type": "gossip",
        "text": "来过",
        "next_step": {"text": "跟进", "due_on": "2099-01-01"},
        "photos": [],
    }
    refused = problem(rep.post("/visits", body), 422, "invalid")
    assert {("need_type", "invalid_choice"), ("text", "text_too_short"), ("next_step.due_on", "next_step_due_too_far"),
            ("next_step.text", "next_step_unclear"), ("photos", "photo_required")} <= codes(refused)  # fmt: skip
    assert not Visit.objects.exists()
    assert not Draft.objects.exists()


def test_draft_is_kept_and_completed_under_its_client_key(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    whole = visit_body(people.rep, where, client_key="phone-1")
    hollow = {**whole, "photos": [], "draft": True}
    kept = ok(rep.post("/visits", hollow, Idempotency_Key="a"), 202)
    assert kept["draft"] == "phone-1"
    assert {(e["field"], e["code"]) for e in kept["errors"]} == {("photos", "photo_required")}
    again = rep.post("/visits", hollow, Idempotency_Key="a")
    assert (ok(again, 202), again["Idempotent-Replayed"]) == (kept, "true")
    made = ok(rep.post("/visits", whole, Idempotency_Key="b"), 201)
    assert made["client_key"] == "phone-1"
    assert ok(rep.post("/visits", whole, Idempotency_Key="c"), 201)["id"] == made["id"]
    assert Visit.objects.count() == 1
    assert Draft.objects.get().completed_id == int(made["id"])


def test_references_of_others_and_to_nothing_are_the_same(people: Cast, rep: Caller) -> None:
    where, foreign = customer(people.rep), customer(people.stranger)
    their_contact, their_photo = contact(people.stranger, foreign), photo(people.stranger)
    nowhere = "9" * 15
    for field, theirs in (
        ("customer", foreign),
        ("contact", their_contact),
        ("photos", their_photo),
        ("proofs", their_photo),
    ):
        seen = []
        for reference in (str(theirs), nowhere):
            body = visit_body(people.rep, where)
            body[field] = {"photos": [reference], "proofs": [{"kind": "document", "file": reference}]}.get(
                field, reference
            )
            refused = rep.post("/visits", body)
            problem(refused, 422, "invalid")
            seen.append(refused.content.replace(reference.encode(), b"ID"))
        assert seen[0] == seen[1], field
        assert b"not_found" in seen[0]
    assert ok(rep.get("/visits", {"customer": str(foreign)})) == ok(rep.get("/visits", {"customer": nowhere}))


def test_computed_fields_are_read_only(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    body = visit_body(people.rep, where, is_valid=True, author="supervisor", colour=1)
    refused = problem(rep.post("/visits", body), 422, "invalid")
    assert {("is_valid", "read_only"), ("author", "read_only")} <= codes(refused)
    body = visit_body(people.rep, where, colour=1)
    assert ("colour", "unknown_field") in codes(problem(rep.post("/visits", body), 422, "invalid"))


def test_lists_are_newest_first_by_day_and_page_while_visits_come_in(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    now = clock.now()

    def visit(days_ago: int) -> str:
        body = visit_body(
            people.rep, where, text=TEXTS[days_ago], occurred_at=(now - timedelta(days=days_ago)).isoformat()
        )
        return ok(rep.post("/visits", body), 201)["id"]

    made = {days: visit(days) for days in (3, 1, 4, 2)}
    newest_first = [made[d] for d in (1, 2, 3, 4)]
    first = ok(rep.get("/visits", {"limit": "2"}))
    visit(0)
    rest = ok(rep.get("/visits", {"limit": "2", "cursor": first["next"]}))
    assert [v["id"] for v in first["items"] + rest["items"]] == newest_first
    assert rest["next"] is None
    on = clock.local_day(now - timedelta(days=3)).isoformat()
    assert [v["id"] for v in ok(rep.get("/visits", {"from": on, "to": on}))["items"]] == [made[3]]
    seen, query = [], {"limit": "2"}
    while True:
        page = ok(rep.get(f"/customers/{where}/timeline", query))
        seen += [e for e in page["items"] if e["kind"] == "visit"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert [e["id"] for e in seen][1:] == newest_first
    assert codes(problem(rep.get("/visits", {"from": "2026-02-30"}), 422, "invalid")) == {("from", "invalid_date")}


def test_lists_of_visits_ask_a_fixed_number_of_statements(people: Cast, supervisor: Caller) -> None:
    counts = []
    where = customer(people.rep)
    caller = Caller(people.rep)
    for texts in (TEXTS[:4], TEXTS[4:]):
        for text in texts:
            ok(caller.post("/visits", visit_body(people.rep, where, text=text)), 201)
        for path in ("/visits", f"/customers/{where}/timeline", "/tasks"):
            supervisor.get(path)
            with CaptureQueriesContext(connection) as asked:
                ok(supervisor.get(path))
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 4


def test_hot_routes_lock_ask_and_write_once(people: Cast, rep: Caller) -> None:
    where = customer(people.rep)
    body, another = visit_body(people.rep, where), visit_body(people.rep, where, text=TEXTS[0])
    ok(rep.post("/visits", body), 201)
    with CaptureQueriesContext(connection) as asked:
        ok(rep.post("/visits", another, Idempotency_Key="k"), 201)
    assert len(asked) == 5  # lock, read, write; two for the savepoint, as tests run in a transaction
    with CaptureQueriesContext(connection) as asked:
        ok(rep.get(f"/customers/{where}"))
    assert len(asked) == 1


@pytest.mark.parametrize("change", ["revoke", "leave", "other_role"])
def test_a_remembered_actor_is_believed_no_longer_than_his_rights_last(people: Cast, rep: Caller, change: str) -> None:
    where = customer(people.rep)
    body = visit_body(people.rep, where)
    ok(rep.get(f"/customers/{where}"))
    user = user_of(people.rep)
    if change == "revoke":
        revoke_token(ApiToken.objects.get(user=user).id, user_id=user.id)
    elif change == "leave":
        set_active(user, active=False)
    else:
        move_user(user, team=people.team, role=Role.TECHNICAL_LEAD)
    if change == "other_role":
        problem(rep.get(f"/customers/{where}"), 404, "not_found")
        problem(rep.post("/visits", body), 403, "forbidden")
    else:
        problem(rep.post("/visits", body), 401, "unauthorized")
        problem(rep.get(f"/customers/{where}"), 401, "unauthorized")
        problem(rep.get("/customers"), 401, "unauthorized")
    assert not Visit.objects.exists()


def test_new_rights_hold_at_once_for_a_remembered_actor(people: Cast, rep: Caller) -> None:
    theirs = customer(people.colleague)
    problem(rep.get(f"/customers/{theirs}"), 404, "not_found")
    move_user(user_of(people.rep), team=people.team, role=Role.SUPERVISOR)
    ok(rep.get(f"/customers/{theirs}"))
