"""Somebody at a browser: signed in through the door, reading pages and sending forms."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from genjin.kernel.people.actor import Actor

_TOKEN = re.compile(r"csrf-token\" content=\"[^\"]*\"|csrfmiddlewaretoken\" value=\"[^\"]*\"|\b[0-9a-f]{32}\b")


def enter(actor: Actor) -> Client:
    """A client that has signed in with its password."""
    client = Client()
    answer = client.post("/sign-in/", {"username": actor.username, "password": f"password-of-{actor.username}"})
    assert answer.status_code == 302, answer.content.decode()[:300]
    return client


def words(response: Any) -> str:
    """What a page says, without what differs at every load."""
    return _TOKEN.sub("", response.content.decode())


def text(response: Any) -> str:
    """The words of a page without its tags, each run of spaces as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).strip()
