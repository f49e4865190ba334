"""A company with its cast for every test."""

from __future__ import annotations

import pytest

from tests.factories import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    return cast()
