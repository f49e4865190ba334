"""Playbooks: what the suite ships stands, a second application changes nothing, and every mistake names its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from genjin.kernel.access.models import Grant
from genjin.kernel.flows.models import Watch
from genjin.kernel.objects.checks import checks, rules
from genjin.kernel.objects.fields import added_fields
from genjin.kernel.objects.models import Field, Form, ObjectType
from genjin.kernel.people.actor import SYSTEM, config_version
from genjin.kernel.people.company import found_company
from genjin.kernel.people.models import Role
from genjin.kernel.playbooks.apply import apply_file, apply_playbook, ensure_applied, read_playbook
from genjin.kernel.playbooks.errors import PlaybookInvalid
from genjin.kernel.playbooks.models import Install, Item
from genjin.kernel.playbooks.shipped import shipped_file
from genjin.lib.text.effective import STOCK_PHRASES

pytestmark = pytest.mark.django_db

HEAD = "playbook: mine\nversion: '1'\n"


@pytest.fixture(autouse=True)
def company() -> Iterator[None]:
    found_company("恒拓自动化")
    with translation.override("en"):
        yield


def apply(text: str) -> tuple[str, ...]:
    return apply_playbook(SYSTEM, read_playbook((HEAD + text).encode())).changed


def test_the_shipped_one_sets_everything_up() -> None:
    ensure_applied()
    install = Install.objects.get()
    assert (install.key, install.version, len(install.sha256)) == ("industrial_b2b", "1.0", 64)
    assert set(Grant.objects.values_list("role", flat=True)) == set(Role.values)
    assert set(ObjectType.objects.values_list("key", flat=True)) == {"customer", "contact", "visit", "past_follow_up"}
    assert Watch.objects.get().switched_on_at is None
    assert Item.objects.filter(install=install).count() == Grant.objects.count() + 4 + 1 + 1


def test_every_registered_visit_check_is_in_force_with_its_shipped_threshold() -> None:
    ensure_applied()
    in_force = rules("visit")
    assert {force.check.key for force in in_force.checks} == {
        check.key for check in checks if check.object_key == "visit"
    }
    assert all(force.params == force.check.params for force in in_force.checks)
    assert tuple(in_force.settings["stock_phrases"]) == STOCK_PHRASES
    blocked = {"need_type", "photo", "next_step", "text"}
    for force in in_force.checks:
        key = force.check.key
        assert (
            force.mode("api")
            == force.mode("form")
            == ("block" if key in blocked else "refuse" if key == "occurred_in_future" else "record")
        )
        assert force.mode("import") == ("refuse" if key == "occurred_in_future" else "record")


def test_applying_again_changes_nothing_and_asks_little() -> None:
    ensure_applied()
    before = config_version()
    assert apply_file(shipped_file("industrial_b2b")).changed == ()
    assert (config_version(), Form.objects.count()) == (before, 1)
    with CaptureQueriesContext(connection) as ran:
        ensure_applied()
    assert len(ran) == 1


def test_a_changed_threshold_is_a_new_version_of_the_rules() -> None:
    ensure_applied()
    text = shipped_file("industrial_b2b").read_text("utf-8").replace("min_eff: 15", "min_eff: 20")
    changed = apply_playbook(SYSTEM, read_playbook(text.encode())).changed
    assert changed == ("forms.visit",)
    assert rules("visit").version == 2
    [base] = Item.objects.filter(section="forms", key="visit").values_list("base", flat=True)
    assert base["checks"][4]["params"]["min_eff"] == 20


def test_a_field_is_added_and_keeps_its_kind() -> None:
    line = "fields: {customer: {line: {kind: choice, labels: {zh-hans: 产线}, options: {pack: {zh-hans: 包装}}}}}"
    assert apply(line) == ("fields.customer.line",)
    assert apply(line) == ()
    assert apply(line.replace("产线", "生产线")) == ("fields.customer.line",)
    [field] = added_fields("customer")
    assert (field.kind, field.labels, field.choices) == ("choice", {"zh-hans": "生产线"}, {"pack": "包装"})


def test_all_or_nothing() -> None:
    with pytest.raises(PlaybookInvalid):
        apply("fields: {customer: {line: {kind: text, labels: {en: Line}}}}\ngrants: {rep: {customer: {read: some}}}")
    assert not Field.objects.exists()
    assert not Install.objects.exists()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("grants:\n  rep:\n    customer: {read: some}\n", 5, "“some” is none of none, own, team, all"),
        ("grants:\n  boss:\n    customer: {read: own}\n", 4, "there is no role “boss”"),
        ("grants: [rep]\n", 3, "must be a mapping"),
        ("gifts: {}\n", 3, "there is no such setting"),
        ("grants: {}\ngrants: {}\n", 4, "written twice"),
        ("forms:\n  visit:\n    checks:\n      - check: weather\n", 6, "there is no check “weather” for visit; known: need_type"),
        ("forms:\n  visit:\n    checks:\n      - check: text\n        modes: {form: strict}\n", 7, "“strict” is none of refuse"),
        ("forms:\n  visit:\n    checks:\n      - check: text\n        modes: {fax: block}\n", 7, "“fax” is no origin"),
        ("forms:\n  visit:\n    checks:\n      - check: text\n        params: {min: 3}\n", 7, "text has no “min”"),
        ("forms:\n  visit:\n    checks:\n      - check: text\n        params: {min_eff: many}\n", 7, "must be of the kind of 15"),
        ("fields:\n  customer:\n    name: {kind: text, labels: {en: N}}\n", 5, "cannot be the key of an added field"),
        ("fields:\n  customer:\n    line: {kind: choice, labels: {en: L}}\n", 5, "“options”"),
        ("fields:\n  moon: {}\n", 4, "there is no object “moon”"),
        ("watches:\n  w:\n    labels: {en: W}\n    object: customer\n", 4, "“when” is needed"),
        ("a: &a [1]\nb: *a\n", 4, "aliases"),
        ("grants: {rep: [\n", 4, "node content"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_reason(text: str, line: int, words: str) -> None:
    with pytest.raises(PlaybookInvalid) as refused:
        read_playbook((HEAD + text).encode())
    message = str(refused.value)
    assert words in message
    assert f"{line}" in message.split(":")[0], message


WATCH = """watches:
  w:
    labels: {{en: W}}
    object: customer
    when: {when}
    reason:
      of: silent_customer
      texts: {{silent: {{en: s}}, expired: {{en: e}}, never: {{en: n}}}}
    steps: {steps}
"""


@pytest.mark.parametrize(
    ("when", "steps", "line", "words"),
    [
        ("{field: colour, op: is, value: red}", "[]", 7, "There is no field"),
        ("{field: name, op: sounds_like, value: x}", "[]", 7, "when: "),
        ("{all: []}", "[{step: shout}]", 11, "there is no step “shout”"),
        ("{all: []}", "[{step: raise_flag, config: {}}]", 11, "“key” is needed"),
        ("{all: []}", "[{step: raise_flag, version: 9, config: {key: a}}]", 11, "has no version 9"),
        (
            "{all: []}",
            "[{step: assign_task, config: {kind: a, to: owner, title: {en: t}}}, {step: raise_flag, config: {key: a}}]",
            11,
            "stands before",
        ),
    ],
)
def test_a_watch_is_held_to_what_is_registered(when: str, steps: str, line: int, words: str) -> None:
    with pytest.raises(PlaybookInvalid) as refused:
        read_playbook((HEAD + WATCH.format(when=when, steps=steps)).encode())
    assert words in str(refused.value)
    assert f"{line}" in str(refused.value).split(":")[0]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"[" * 5000, b"x" * 1_000_001, b"- 1\n", b"", b"a: 0x\nplaybook: 1\n"]
)
def test_what_is_no_playbook_is_refused(raw: bytes) -> None:
    with pytest.raises(PlaybookInvalid):
        read_playbook(raw)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlaybookInvalid):
        apply_file(tmp_path / "none.yaml")
