"""The cast of every page test, each at a browser."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import Cast, cast
from tests.web.reader import enter


@pytest.fixture
def people(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def rep(people: Cast) -> Client:
    """王磊 of 华东一组."""
    return enter(people.rep)


@pytest.fixture
def stranger(people: Cast) -> Client:
    """周凯 of another team."""
    return enter(people.stranger)


@pytest.fixture
def supervisor(people: Cast) -> Client:
    """刘芳, who leads 华东一组."""
    return enter(people.supervisor)


@pytest.fixture
def director(people: Cast) -> Client:
    """周敏, who sees all."""
    return enter(people.director)


@pytest.fixture
def admin(people: Cast) -> Client:
    """The administrator."""
    return enter(people.admin)
