"""Carry out an import: read and stage, plan, write in batches. Killed at any point it goes on from its last batch.

Each batch is one transaction that ends with `done_line`; shape and figures in facts/import-and-embedded.md §1.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from genjin.kernel.errors import Forbidden
from genjin.kernel.imports.colleagues import OwnerCells, Person, everybody
from genjin.kernel.imports.errors import FileRefused
from genjin.kernel.imports.importer import COMMON, Counts, Importer, Task, importers
from genjin.kernel.imports.models import ImportRun
from genjin.kernel.imports.opening import Opened, loaded_mapping, open_file, require_mapping
from genjin.kernel.imports.rows import BATCH, RowReader, stage_rows
from genjin.kernel.imports.stage import Stage
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import load_actor
from genjin.lib.sheets import SheetRefused

log = logging.getLogger(__name__)

#: Space of the advisory locks that keep a run in one pair of hands.
LOCK_SPACE = 7_216_002
BATCH_LOCK_SPACE = 7_216_003

#: Told after every step: rows read so far, rows done so far.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Work:
    run: ImportRun
    importer: Importer
    task: Task
    progress: Progress
    opened: Opened | None


def carry_out(run_id: int, *, progress: Progress = lambda read, done: None, opened: Opened | None = None) -> None:
    """Bring a run to its end; one that another process is at is left alone. A refused file ends the run in words.

    `opened`: its table, for who has just opened it.
    """
    with _claimed(run_id) as run:
        if run is None or run.state in (ImportRun.State.DONE, ImportRun.State.FAILED):
            return
        actor = load_actor(run.created_by_id) if run.created_by_id is not None else None
        sweep()
        with override(actor.language if actor else None):
            try:
                if actor is None or actor.scope(run.object_key, "import") == "none":
                    raise Forbidden
                work = _Work(run, importers.get(run.object_key), _task(run), progress, opened)
                _ensure_staged(work)
                _write_all(work)
                _finish(work)
            except (FileRefused, Forbidden) as refused:
                _drop(run)
                _save(run, state=ImportRun.State.FAILED, error=str(refused.message), finished_at=clock.now())


@contextmanager
def _claimed(run_id: int) -> Iterator[ImportRun | None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s::int, %s::int)", [LOCK_SPACE, run_id])
        if not cursor.fetchone()[0]:
            yield None
            return
    try:
        yield ImportRun.objects.filter(id=run_id).first()
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s::int, %s::int)", [LOCK_SPACE, run_id])


def _task(run: ImportRun) -> Task:
    actor = load_actor(run.created_by_id) if run.created_by_id is not None else None
    if actor is None:
        raise Forbidden
    colleagues = everybody()
    importer = importers.get(run.object_key)
    return Task(
        run_id=run.id,
        actor=actor,
        now=clock.now(),
        colleagues=colleagues,
        default_owner=_default_owner(run, colleagues.by_id),
        fields={field.key: field for field in importer.fields()},
        headers={
            key: run.headers[index] for index, key in loaded_mapping(run.mapping).items() if index < len(run.headers)
        },
        stage=Stage(f"stage_{run.id}", (*COMMON, *importer.stage_columns())),
    )


def _default_owner(run: ImportRun, by_id: dict[int, Person]) -> Person | None:
    return by_id.get(run.default_owner_id or run.created_by_id or 0)


def _ensure_staged(work: _Work) -> None:
    """Read and plan, unless that was done before and the tables still hold it: a crash of the database empties them."""
    run, task = work.run, work.task
    if run.state == ImportRun.State.RUNNING and run.total:
        planned = Stage(f"plan_{run.id}", ()).count()
        if planned is not None and planned == task.stage.count() and planned >= run.total - Counts(**run.counts).total:
            return
    _save(run, state=ImportRun.State.RUNNING, total=0, parsed=0)
    task.stage.create()
    total = _read_file(work)
    if not total:
        raise FileRefused("no_rows", _("There are no rows below the header of this file."))
    task.stage.index("line", unique=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {task.plan}")
        work.importer.plan(task)
    with connection.cursor() as cursor:
        cursor.execute(f"create unique index on {task.plan} (line)")
        cursor.execute(f"analyze {task.plan}")
    _save(run, total=total)


def _read_file(work: _Work) -> int:
    run, task = work.run, work.task
    mapping = loaded_mapping(run.mapping)
    require_mapping(work.importer, mapping)
    opened = work.opened or open_file(
        work.importer, Path(run.path), run.file_name, sheet=run.sheet or None, header_row=run.header_row
    )
    reader = RowReader(
        work.importer, mapping, opened.source.headers, now=task.now, date1904=opened.source.date1904,
        owner=OwnerCells(task.colleagues, task.actor, run.object_key),
    )  # fmt: skip
    read = 0
    try:
        for read in stage_rows(work.importer, task, opened.source, reader, after_line=run.done_line):
            _save(run, parsed=read)
            work.progress(read, 0)
    except SheetRefused as refused:
        raise FileRefused(refused.code, str(refused)) from None
    return read


def _write_all(work: _Work) -> None:
    run = work.run
    for low, high in _batches(work.task, run.done_line):
        with transaction.atomic():
            _one_at_a_time(run.object_key)
            counts = work.importer.write(work.task, low, high)
            counts.failed += _write_problems(work.task, low, high)
            done = Counts(**run.counts)
            done.add(counts)
            _save(run, counts=done.as_dict(), done_line=high)
        work.progress(run.total, done.total)


def _one_at_a_time(object_key: str) -> None:
    """Two files at once must not both bring the same customer: their batches take turns, each sees the other's."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s::int, hashtext(%s))", [BATCH_LOCK_SPACE, object_key])


def _batches(task: Task, done_line: int) -> list[tuple[int, int]]:
    """(low, high] line ranges of at most BATCH rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select line from (select line, row_number() over (order by line) n, count(*) over () total"
            f" from {task.stage.table} where line > %s) t where n %% %s = 0 or n = total order by line",
            [done_line, BATCH],
        )
        ends = [row[0] for row in cursor.fetchall()]
    return list(zip([done_line, *ends], ends, strict=False))


def _write_problems(task: Task, low: int, high: int) -> int:
    """Store the faulty rows of a batch; their cells stand with the first problem of each. Returns how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into imports_rowerror (run_id, "row", "column", field, code, message, cells)'
            " select %s, s.line, p ->> 'column', p ->> 'field', p ->> 'code', p ->> 'message',"
            " case when n = 1 then s.cells else '[]' end"
            f" from {task.stage.table} s, jsonb_array_elements(s.problems) with ordinality t (p, n)"
            " where s.line > %s and s.line <= %s and s.problems is not null order by s.line, n",
            [task.run_id, low, high],
        )
        cursor.execute(
            f"select count(*) from {task.stage.table} where line > %s and line <= %s and problems is not null",
            [low, high],
        )
        return int(cursor.fetchone()[0])


def _finish(work: _Work) -> None:
    counts = Counts(**work.run.counts)
    if counts.created or counts.updated:
        work.importer.finish(work.task)
    _drop(work.run)
    _save(work.run, state=ImportRun.State.DONE, finished_at=clock.now())


def _drop(run: ImportRun) -> None:
    importer = importers.get(run.object_key)
    with connection.cursor() as cursor:
        for name in ("stage", "plan", *importer.extra_names):
            cursor.execute(f"drop table if exists scratch.{name}_{run.id}")


def give_up(run_id: int, words: str) -> None:
    """End a run that cannot go on, and say so; its tables go with the next sweep."""
    ImportRun.objects.filter(id=run_id, state=ImportRun.State.RUNNING).update(
        state=ImportRun.State.FAILED, error=words, finished_at=clock.now()
    )


def sweep() -> None:
    """End runs whose process was killed and that nobody goes on with, and drop what they left behind.

    A run at work holds its lock; one that waits for its turn has a job. Importing the file again does the rest of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update imports_importrun r set state = 'failed', error = %s, finished_at = genjin_now()
            where r.state = 'running'
              and not exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = %s and l.objid = r.id
                and l.database = (select oid from pg_database where datname = current_database()))
              and not exists (select 1 from procrastinate_jobs j where j.task_name = 'imports.run'
                and j.status in ('todo', 'doing') and (j.args ->> 'run_id')::bigint = r.id)
            """,
            [
                str(_("The import was interrupted. Import the file again: what is in already stays as it is.")),
                LOCK_SPACE,
            ],
        )
        cursor.execute(
            "select t.tablename from pg_tables t left join imports_importrun r on r.id ="
            " substring(t.tablename from '_([0-9]{1,15})$')::bigint"
            " where t.schemaname = 'scratch' and t.tablename ~ '^(stage|plan|decided|change|verdict)_[0-9]{1,15}$'"
            " and coalesce(r.state, 'failed') in ('done', 'failed')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"drop table if exists scratch.{name}")


def _save(run: ImportRun, **changes: object) -> None:
    for name, value in changes.items():
        setattr(run, name, value)
    ImportRun.objects.filter(id=run.id).update(**changes)
