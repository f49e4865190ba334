"""The simulated companies, made once a worker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from genjin.sales.demo.simulate import simulate
from genjin.sales.demo.world import World

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def full() -> World:
    return simulate("full", NOW)


@pytest.fixture(scope="session")
def small() -> World:
    return simulate("small", NOW)
