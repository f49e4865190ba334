"""Importers are registered with the suite; a company with its cast for every test."""

from __future__ import annotations

import pytest

from genjin.sales.customers import importing
from tests.factories import Cast, cast

importing.register()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()
