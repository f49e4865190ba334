"""Messages: each once, read by nobody but the recipient, withdrawn only while unread."""

from __future__ import annotations

import pytest

from genjin.kernel.messages.inbox import list_messages, mark_read, unread_count
from genjin.kernel.messages.send import NewMessage, send
from genjin.kernel.messages.withdraw import withdraw
from genjin.kernel.people.actor import SYSTEM, Actor
from tests.factories import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def words(to: Actor, key: str = "k1", title: str = "有一家该跟进了") -> NewMessage:
    assert to.user_id is not None
    return NewMessage(
        to.user_id,
        "coaching",
        title,
        "下一步是什么？",
        key,
        evidence=({"label": "未计入", "text": "常规问候", "on": "2026-11-20"},),
    )


def test_told_once_however_often_it_is_sent(people: Cast) -> None:
    first = send(people.supervisor, [words(people.rep), words(people.colleague, "k2")])
    assert send(SYSTEM, [words(people.colleague, "k2"), words(people.rep, title="别的")]) == first[::-1]
    [message] = list_messages(people.rep)
    assert (message.title, message.sender_name) == ("有一家该跟进了", "刘芳")
    assert message.evidence == [{"label": "未计入", "text": "常规问候", "on": "2026-11-20"}]
    assert send(SYSTEM, []) == []


def test_read_by_the_recipient_alone(people: Cast) -> None:
    [message_id] = send(SYSTEM, [words(people.rep)])
    assert list_messages(people.director) == []
    assert mark_read(people.director, [message_id]) == 0
    assert unread_count(people.rep) == 1
    assert mark_read(people.rep, [message_id]) == 1
    assert mark_read(people.rep) == 0
    assert (unread_count(people.rep), list_messages(people.rep, unread=True)) == (0, [])


def test_newest_first_in_pages(people: Cast) -> None:
    ids = send(SYSTEM, [words(people.rep, f"k{n}") for n in range(5)])
    page = list_messages(people.rep, limit=3)
    assert [m.id for m in page] == sorted(ids, reverse=True)[:3]
    assert [m.id for m in list_messages(people.rep, after_id=page[-1].id)] == sorted(ids, reverse=True)[3:]


def test_only_the_unread_is_withdrawn(people: Cast) -> None:
    read, unread = send(SYSTEM, [words(people.rep, "a"), words(people.rep, "b")])
    mark_read(people.rep, [read])
    assert withdraw([read, unread]) == 1
    assert [m.id for m in list_messages(people.rep)] == [read]
    assert unread_count(people.rep) == 0
