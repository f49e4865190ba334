"""One demo company, served as `genjin up` serves it, for all browser tests; people who open it on phones and desks."""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from PIL import Image
from tools.look.browsing import PHONE, open_context, sign_in
from tools.look.company import PASSWORD, Company, served
from tools.look.eye import Eye

from genjin.kernel.people.actor import Actor, load_actor_by_name
from tests.factories import customer

#: Longer than any answer of a page, shorter than a reader's patience with a red test.
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def company(browser: Any) -> Iterator[Company]:
    """The served company; needs the browser first, so that nothing is started where there is none."""
    with served(Path(tempfile.mkdtemp(prefix="genjin-browser-")) / "data") as company:
        yield company


@pytest.fixture
def inside(company: Company, django_db_blocker: Any) -> Iterator[None]:
    """Django of this process works on the served company's database."""
    kept = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict.update(
            {"HOST": str(company.database_socket), "USER": "genjin", "NAME": "genjin", "PASSWORD": "", "PORT": ""}
        )
        yield
        connections.close_all()
        connection.settings_dict.update(kept)


@pytest.fixture
def rep(inside: None) -> Actor:
    """The demo's rep."""
    return actor("rep")


@pytest.fixture
def supervisor(inside: None) -> Actor:
    """His supervisor."""
    return actor("supervisor")


def actor(username: str) -> Actor:
    """Somebody of the demo company."""
    found = load_actor_by_name(username)
    assert found is not None
    return found


@pytest.fixture
def my_customer(rep: Actor) -> int:
    """A customer of the rep's that no other test touches."""
    return customer(rep, f"远驰新能源{time.monotonic_ns()}号")


# --- People at their screens ----------------------------------------------------------------------------------------
@dataclass
class Screens:
    """Opens pages as somebody; whatever the browser complains about is kept for the end of the test."""

    browser: Any
    company: Company
    eye: Eye
    contexts: list[Any] = field(default_factory=list)

    def open(self, username: str = "", width: int = PHONE, *, locale: str = "zh-CN", password: str = PASSWORD) -> Any:
        """A page of a fresh browser; nothing is loaded yet."""
        context = open_context(self.browser, self.company.base, width, locale=locale, scale=1)
        context.set_default_timeout(PATIENCE_MS)
        self.eye.watch(context)
        if username:
            sign_in(context, username, password)
        self.contexts.append(context)
        return context.new_page()


@pytest.fixture
def screens(browser: Any, company: Company) -> Iterator[Screens]:
    """Fails the test when a page logged an error, broke its policy, asked another machine or answered 400 and more."""
    opened = Screens(browser, company, Eye(company.base))
    yield opened
    complaints = opened.eye.take()
    for context in opened.contexts:
        context.close()
    assert complaints == []


# --- Small things the tests need ------------------------------------------------------------------------------------
def jpeg(*, width: int = 1280, height: int = 960, grain: int = 20) -> dict[str, Any]:
    """A photo no one has taken before, as a file field takes it; fine grain makes it heavy."""
    wide, high = width // grain, height // grain
    noise = Image.frombytes("RGB", (wide, high), os.urandom(wide * high * 3))
    written = io.BytesIO()
    noise.resize((width, height), Image.Resampling.BICUBIC).save(written, "JPEG", quality=92)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database says now."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def wait_until(is_so: Callable[[], Any], *, page: Any = None, within_s: float = 10) -> Any:
    """The first true answer; fails when there is none in time. A page given keeps answering meanwhile."""
    deadline = time.monotonic() + within_s
    while not (answer := is_so()):
        assert time.monotonic() < deadline, "waited in vain"
        if page:
            page.wait_for_timeout(50)
        else:
            time.sleep(0.05)
    return answer
