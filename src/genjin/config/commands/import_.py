"""Import customers or past follow-ups from an .xlsx, .xls or .csv file."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genjin.config.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genjin.kernel.imports.models import ImportRun
    from genjin.kernel.people.actor import Actor

OBJECTS = {"customers": "customer", "interactions": "past_follow_up"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the contract says."""
    parser.add_argument("object", choices=sorted(OBJECTS))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--owner", default="", metavar="USER", help="whose the rows without an owner are")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """0 when the file could be read, even if rows failed."""
    from django.utils.translation import override

    from genjin.kernel.errors import DomainError
    from genjin.kernel.imports.errors import CellRefused

    actor = _actor()
    with override(actor.language):
        try:
            with _rolled_back() if options.dry_run else nullcontext():
                document = _import(actor, options)
        except (DomainError, CellRefused) as error:
            raise Refusal(str(error.message)) from None
        except OSError as error:
            raise Refusal(f"{options.file}: {error.strerror}") from None
    _tell(document, as_json=options.json)
    return 0


def _import(actor: Actor, options: argparse.Namespace) -> dict[str, Any]:
    from genjin.kernel.imports.models import ImportRun
    from genjin.kernel.imports.opening import open_file
    from genjin.kernel.imports.run import carry_out
    from genjin.kernel.imports.start import confirm, importer_for, open_run

    if not options.file.is_file():
        raise Refusal(f"{options.file}: there is no such file.")
    object_key, path = OBJECTS[options.object], options.file
    # Kept open from here to the end: a workbook takes a second to read each time.
    opened = open_file(importer_for(actor, object_key), path, path.name)
    import_run = open_run(actor, object_key=object_key, path=path, file_name=path.name, opened=opened)
    try:
        confirm(actor, import_run, opened.mapping, default_owner=options.owner, keep=False)
        carry_out(import_run.id, progress=_progress, opened=opened)
    except BaseException as error:
        if not options.dry_run:
            ImportRun.objects.filter(id=import_run.id).update(
                state=ImportRun.State.FAILED, error=str(getattr(error, "message", "")) or type(error).__name__
            )
        raise
    import_run.refresh_from_db()
    if import_run.state == ImportRun.State.FAILED:
        raise Refusal(import_run.error)
    return _document(import_run)


def _document(import_run: ImportRun) -> dict[str, Any]:
    from genjin.kernel.imports.importer import Counts

    errors = import_run.errors.order_by("row", "id").values("row", "column", "field", "code", "message")
    return {**Counts(**import_run.counts).as_dict(), "errors": list(errors)}


def _actor() -> Actor:
    """The command acts as the first administrator: who may run it here may do as much anyway."""
    from genjin.kernel.people.actor import load_actor
    from genjin.kernel.people.models import Membership, Role

    administrators = Membership.objects.filter(role=Role.ADMINISTRATOR, until=None, user__is_active=True)
    user_id = administrators.order_by("user_id").values_list("user_id", flat=True).first()
    actor = load_actor(user_id) if user_id is not None else None
    if actor is None:
        raise Refusal("There is no administrator in this company yet: start Genjin once, then import.")
    return actor


@contextmanager
def _rolled_back() -> Iterator[None]:
    """A dry run is the true run, taken back: its counts cannot differ."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _progress(read: int, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{read} read, {done} done", end="", file=sys.stderr, flush=True)


def _tell(document: dict[str, Any], *, as_json: bool) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
        return
    print(", ".join(f"{name} {count}" for name, count in document.items() if name != "errors"))
    for error in document["errors"][:50]:
        print(f"row {error['row']}, {error['column'] or error['field']}: {error['message']}", file=sys.stderr)
    if len(document["errors"]) > 50:
        print(f"… and {len(document['errors']) - 50} more (--json lists all)", file=sys.stderr)
