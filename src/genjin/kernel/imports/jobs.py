"""The job that carries out an import; one at a time, as each may hold a whole workbook in memory."""

from __future__ import annotations

from genjin.kernel.imports.run import carry_out
from genjin.kernel.jobs.queue import job


@job("imports.run", lock="imports.run")
def run_import(run_id: int) -> None:
    """Carry out the run, or go on with it."""
    carry_out(run_id)
