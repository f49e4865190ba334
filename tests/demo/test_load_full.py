"""The full demo company: the product's measures find what was meant to be true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import load_actor_by_name
from genjin.kernel.reports.measures import figure
from genjin.kernel.reports.params import read_params
from genjin.sales.demo import truth
from genjin.sales.demo.load import load


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


@pytest.mark.slow
def test_the_measures_find_the_truth_of_the_full_company(db: None, settings: Any, tmp_path: Path) -> None:
    settings.GENJIN_FILES_DIR = tmp_path
    world = load("full", clock.now())
    director, rep = load_actor_by_name("director"), load_actor_by_name("rep")
    assert director is not None
    assert rep is not None
    inactive = figure(director, "inactive_share", read_params({}))
    assert inactive.value is not None
    assert float(inactive.value) == pytest.approx(truth.INACTIVE, abs=0.004)
    mine = figure(rep, "inactive_share", read_params({}))
    assert (mine.numerator, mine.denominator) == (113, 275)
    valid = figure(director, "valid_visit_rate", read_params({}))
    assert valid.value is not None
    assert float(valid.value) == pytest.approx(truth.VALID_AFTER, abs=0.04)
    assert _count("select count(*) from sales_customer") == len(world.customers)
    assert _count("select count(*) from sales_visit") > 1_000
    assert _count("select count(*) from records_flag where left_at is null and backlog") > 3_000
