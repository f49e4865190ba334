"""Reads of imports: one's own runs, all of them for who may import for the whole company."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from genjin.kernel.access.scope import where
from genjin.kernel.errors import NotFound
from genjin.kernel.imports.importer import importers
from genjin.kernel.imports.models import ImportRun, MergeProposal, RowError
from genjin.kernel.people.actor import Actor


def runs(actor: Actor, *, limit: int = 50) -> Sequence[ImportRun]:
    """The newest runs."""
    return list(_in_reach(actor).order_by("-id")[:limit])


def get_run(actor: Actor, run_id: int) -> ImportRun:
    """One run. Raises NotFound."""
    run = _in_reach(actor).filter(id=run_id).first()
    if run is None:
        raise NotFound
    return run


def row_errors(run: ImportRun, *, limit: int = 100) -> Sequence[RowError]:
    """The first faulty rows, by row."""
    return list(RowError.objects.filter(run=run).order_by("row", "id")[:limit])


def open_proposals(actor: Actor, object_key: str, *, after: int = 0, limit: int = 20) -> Sequence[MergeProposal]:
    """Rows held back that this actor may decide on, oldest first."""
    return list(_proposals(actor, object_key).filter(id__gt=after).order_by("id")[:limit])


def count_open(actor: Actor, object_key: str, *, most: int = 1000) -> int:
    """How many of them there are; `most` for that many or more."""
    return len(_proposals(actor, object_key).values_list("id")[:most])


def get_open_proposal(actor: Actor, object_key: str, proposal_id: int) -> MergeProposal:
    """One of them, locked in the caller's transaction. Raises NotFound, also when somebody decided it meanwhile."""
    found = _proposals(actor, object_key).filter(id=proposal_id).select_for_update().first()
    if found is None:
        raise NotFound
    return found


def _in_reach(actor: Actor) -> QuerySet[ImportRun]:
    keys = [importer.object_key for importer in importers if actor.scope(importer.object_key, "import") != "none"]
    whole = [key for key in keys if actor.scope(key, "import") == "all"]
    own = ImportRun.objects.filter(object_key__in=keys, created_by_id=actor.user_id)
    return own | ImportRun.objects.filter(object_key__in=whole)


def _proposals(actor: Actor, object_key: str) -> QuerySet[MergeProposal]:
    scope = where(actor, object_key, verb="update", alias="imports_mergeproposal")
    found = MergeProposal.objects.filter(object_key=object_key, state=MergeProposal.State.OPEN)
    return found.extra(where=[scope.sql], params=list(scope.params))  # noqa: S610 the condition is the kernel's own
