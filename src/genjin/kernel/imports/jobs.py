"""The job that carries out an import; one at a time, as each may hold a whole workbook in memory."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_noop

from genjin.kernel.imports.run import carry_out, give_up
from genjin.kernel.jobs.queue import job

log = logging.getLogger(__name__)

FAULT = gettext_noop("The import stopped because of a fault. What went in stays; import the same file again to go on.")


@job("imports.run", lock="imports.run")
def run_import(run_id: int) -> None:
    """Carry out the run, or go on with it. A database that is away is tried again later, a fault of ours is not."""
    try:
        carry_out(run_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a job's edge: nobody must watch a progress bar that will never move
        log.exception("import failed", extra={"run_id": run_id})
        give_up(run_id, FAULT)
