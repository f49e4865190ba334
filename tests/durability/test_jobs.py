"""Every job that is put on the queue is known to every process from its start, not only where its module is used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

import genjin
from genjin.kernel.jobs.queue import DEATHS, retry_stalled

_KNOWN = """
import django
django.setup()
from procrastinate.contrib.django import app
print("\\n".join(app.tasks))
"""


def test_a_fresh_process_knows_every_job() -> None:
    sources = [path.read_text() for path in Path(genjin.__file__).parent.rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r'\benqueue\(\s*"([^"]+)"', text)}
    made = {name for text in sources for name in re.findall(r'^@job\(\s*"([^"]+)"', text, re.MULTILINE)}
    known = subprocess.run([sys.executable, "-c", _KNOWN], capture_output=True, text=True, check=True).stdout.split()
    assert asked
    assert asked <= made
    assert made <= set(known)


@pytest.mark.sql
@pytest.mark.django_db
def test_jobs_of_a_dead_worker_are_given_back_and_a_deadly_one_is_given_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '40 s') returning id),"
            " alive as (insert into procrastinate_workers (last_heartbeat) values (now() + interval '5 s') returning id)"
            " insert into procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)"
            " select 'default', 'victim', '{}'::jsonb, 'doing'::procrastinate_job_status, 1, id from dead union all"
            " select 'default', 'deadly', '{}'::jsonb, 'doing', %s, id from dead union all"
            " select 'default', 'orphan', '{}'::jsonb, 'doing', 1, null union all"
            " select 'default', 'at work', '{}'::jsonb, 'doing', 1, id from alive",
            [DEATHS - 1],
        )
        assert retry_stalled() == 3
        cursor.execute("select task_name, status::text, worker_id is null from procrastinate_jobs order by task_name")
        assert cursor.fetchall() == [
            ("at work", "doing", False), ("deadly", "failed", True), ("orphan", "todo", True), ("victim", "todo", True),
        ]  # fmt: skip
        assert retry_stalled() == 0
