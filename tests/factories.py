"""Small makers of people and records, for every test; they go through the product's own verbs."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from genjin.kernel.evidence.models import File
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor, load_actor
from genjin.kernel.people.company import add_team, add_user, found_company
from genjin.kernel.people.models import Team, User
from genjin.kernel.playbooks.apply import ensure_applied
from genjin.kernel.records.write import write

_numbers = itertools.count(1)

_WORDS = "协议节拍换型接口视觉夹具伺服机床报价预算排产备件图纸样机调试验收物流漏油电柜程序参数精度产线缺陷返工换刀冷却"


@dataclass(frozen=True)
class Cast:
    """The fixed cast of every permission test: owner, colleague, their supervisor, a stranger of another team."""

    team: Team
    other_team: Team
    rep: Actor
    colleague: Actor
    supervisor: Actor
    stranger: Actor
    other_supervisor: Actor
    director: Actor
    admin: Actor
    engineer: Actor


def person(username: str, role: str, team: Team, name: str = "") -> Actor:
    """A new active person with a password equal to `password-of-<username>`."""
    user = add_user(username, name or username, role=role, team=team, password=f"password-of-{username}")
    actor = load_actor(user.id)
    assert actor is not None
    return actor


def cast() -> Cast:
    """The company with the shipped playbook and everybody in it."""
    found_company("恒拓自动化")
    ensure_applied()
    root = add_team("销售部")
    team, other = add_team("华东一组", parent=root), add_team("华南组", parent=root)
    made = {
        "rep": person("rep", "rep", team, "王磊"),
        "colleague": person("colleague", "rep", team, "赵鹏"),
        "supervisor": person("supervisor", "supervisor", team, "刘芳"),
        "stranger": person("stranger", "rep", other, "周凯"),
        "other_supervisor": person("other_supervisor", "supervisor", other, "孙伟"),
        "director": person("director", "director", root, "周敏"),
        "admin": person("admin", "administrator", root, "管理员"),
        "engineer": person("engineer", "technical_lead", root, "陈工"),
    }
    return Cast(team, other, **{role: fresh(actor) for role, actor in made.items()})


def fresh(actor: Actor) -> Actor:
    """The actor as a new request would load him."""
    assert actor.user_id is not None
    found = load_actor(actor.user_id)
    assert found is not None
    return found


def customer(actor: Actor, name: str = "", **changes: Any) -> int:
    """A customer of `actor`; returns its id."""
    return write(actor, "customer", None, {"name": name or f"远驰新能源{next(_numbers)}号", **changes}, origin="api").id


def contact(actor: Actor, customer_id: int, name: str = "张总", **changes: Any) -> int:
    """A person at a customer; returns his id."""
    return write(actor, "contact", None, {"customer": str(customer_id), "name": name, **changes}, origin="api").id


def photo(actor: Actor, *, width: int = 1200, height: int = 900, sha256: str = "", captured: bool = True) -> int:
    """A photo that `actor` uploaded; returns its id."""
    number = next(_numbers)
    file = File(
        name=f"现场{number}.jpg", sha256=sha256 or f"{number:064x}", size_bytes=90_000, media_type="image/jpeg",
        kind="image", width=width, height=height, captured_at=clock.now() if captured else None,
        storage_path=f"none/{number}", uploaded_by_id=actor.user_id, id=10_000_000 + number,
    )  # fmt: skip
    file.save(force_insert=True)
    return file.id


def new_text() -> str:
    """A text of substance that is like no other."""
    return "张总说" + "".join(random.Random(next(_numbers)).choices(_WORDS, k=40))


def visit_body(actor: Actor, customer_id: int, **changes: Any) -> dict[str, Any]:
    """A visit that every check passes."""
    body: dict[str, Any] = {
        "customer": str(customer_id),
        "need_type": "technical",
        "text": new_text(),
        "next_step": {"text": "带协议文档当面确认", "due_on": (clock.today() + timedelta(days=7)).isoformat()},
        "photos": [str(photo(actor))] if "photos" not in changes else [],
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    return body | changes


def day(text: str) -> date:
    """A date from `2026-11-23`."""
    return date.fromisoformat(text)


def user_of(actor: Actor) -> User:
    """The row behind an actor."""
    return User.objects.get(id=actor.user_id)
