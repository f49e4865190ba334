"""The cast of every API test, each with a token."""

from __future__ import annotations

import pytest

from tests.api.caller import Caller
from tests.factories import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def rep(people: Cast) -> Caller:
    """王磊, of 华东一组."""
    return Caller(people.rep)


@pytest.fixture
def stranger(people: Cast) -> Caller:
    """周凯, of another team."""
    return Caller(people.stranger)


@pytest.fixture
def supervisor(people: Cast) -> Caller:
    """刘芳, who leads 华东一组."""
    return Caller(people.supervisor)


@pytest.fixture
def director(people: Cast) -> Caller:
    """周敏, who sees everything."""
    return Caller(people.director)
