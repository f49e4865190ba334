"""Pages of imports: the list, the upload, the mapping with its preview, the run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from genjin.kernel.errors import DomainError, NotFound
from genjin.kernel.imports.error_rows import write_error_file
from genjin.kernel.imports.errors import CellRefused, FileRefused
from genjin.kernel.imports.importer import Counts, importers
from genjin.kernel.imports.models import ImportRun
from genjin.kernel.imports.opening import loaded_mapping, open_file
from genjin.kernel.imports.queries import count_open, get_run, row_errors
from genjin.kernel.imports.queries import runs as runs_in_reach
from genjin.kernel.imports.start import confirm, importer_for, keep_upload, look_again, open_run, put_on_queue
from genjin.kernel.people.actor import Actor
from genjin.web.errors import wants_json
from genjin.web.imports.columns import choices, columns, preview, read_mapping
from genjin.web.imports.wording import KINDS, kind_words, progress_words, state_words
from genjin.web.middleware import actor_of
from genjin.web.reading import posted

SHOWN_ERRORS = 100
_WAITING = (ImportRun.State.UPLOADED, ImportRun.State.MAPPED)


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The newest runs, and how many rows wait for a decision."""
    actor = _importing(request)
    rows = [
        {"run": run, "kind": kind_words(run.object_key), "state": state_words(run), "counts": _counts(run)}
        for run in runs_in_reach(actor)
    ]
    return render(request, "imports/list.html", {"rows": rows, "waiting": count_open(actor, "customer")})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a file in: its bytes are judged here, its table is looked at, nothing is imported yet."""
    actor = _importing(request)
    if request.method == "GET":
        kinds = [(key, *words) for key, words in KINDS.items() if actor.scope(key, "import") != "none"]
        chosen = request.GET.get("object", "customer")
        return render(request, "imports/new.html", {"kinds": kinds, "chosen": chosen})
    object_key = posted(request, "object", 60)
    importer_for(actor, object_key)
    upload = request.FILES.get("file")
    if upload is None or not upload.name:
        raise FileRefused("file_required", _("Choose a file first."))
    path = keep_upload(upload.chunks(), upload.name)
    try:
        run = open_run(actor, object_key=object_key, path=path, file_name=upload.name)
    except DomainError:
        path.unlink(missing_ok=True)
        raise
    where = reverse("imports:mapping", args=[run.id])
    return JsonResponse({"next": where}, status=201) if wants_json(request) else redirect(where)


@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, run_id: int) -> HttpResponse:
    """Which column is which field; another sheet or header row; whose the rows without an owner are."""
    actor = actor_of(request)
    run = get_run(actor, run_id)
    if run.state not in _WAITING:
        return redirect("imports:run", run.id)
    if request.method == "GET":
        return _mapping_page(request, actor, run)
    if "look_again" in request.POST:
        return _look_again(request, actor, run)
    importer = importer_for(actor, run.object_key)
    chosen = read_mapping(importer, request.POST, len(run.headers))
    try:
        confirm(actor, run, chosen, default_owner=posted(request, "owner", 60))
    except FileRefused as refused:
        return _mapping_page(request, actor, run, chosen=chosen, problem=str(refused.message), status=422)
    except CellRefused as refused:
        return _mapping_page(request, actor, run, chosen=chosen, owner_problem=str(refused.message), status=422)
    put_on_queue(run)
    return redirect("imports:run", run.id)


@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """A run: its progress, then its result."""
    actor = actor_of(request)
    found = get_run(actor, run_id)
    if found.state in _WAITING:
        return redirect("imports:mapping", found.id)
    counts = _counts(found)
    context = {
        "run": found, "kind": kind_words(found.object_key), "counts": counts, "is_running": found.state == "running",
        "words": progress_words(found, counts.total), "errors": row_errors(found, limit=SHOWN_ERRORS),
        "shown": SHOWN_ERRORS, "reason": _(found.error) if found.error else "",
    }  # fmt: skip
    return render(request, "imports/run.html", context)


@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Where a run is, for the progress bar."""
    found = get_run(actor_of(request), run_id)
    counts = _counts(found)
    state = "queued" if found.state in _WAITING else str(found.state)
    answer = {"state": state, "done": counts.total, "total": found.total, "text": progress_words(found, counts.total)}
    return JsonResponse(answer | {"next": reverse("imports:run", args=[found.id])})


@require_GET
def error_file(request: HttpRequest, run_id: int) -> FileResponse:
    """The rows that did not go in, with the reason in a column."""
    found = get_run(actor_of(request), run_id)
    if found.state != ImportRun.State.DONE:
        raise NotFound
    # Opened before the folder goes: an open file outlives its name.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "errors.xlsx"
        write_error_file(found, path)
        name = _("%(name)s - rows to mend.xlsx") % {"name": Path(found.file_name).stem}
        return FileResponse(open(path, "rb"), as_attachment=True, filename=name)


def _mapping_page(
    request: HttpRequest, actor: Actor, run: ImportRun, *, chosen: dict[int, str] | None = None, problem: str = "",
    owner_problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    importer = importer_for(actor, run.object_key)
    opened = open_file(importer, Path(run.path), run.file_name, sheet=run.sheet or None, header_row=run.header_row)
    rows = preview(opened.source)
    stored = loaded_mapping(run.mapping)
    context = {
        "run": run, "kind": kind_words(run.object_key), "sheets": opened.source.sheets, "rows": rows,
        "columns": columns(opened.source.headers, rows, stored if chosen is None else chosen), "fields": choices(importer),
        "headers": opened.source.headers, "estimate": opened.source.row_estimate, "is_remembered": opened.remembered,
        "problem": problem, "owner_problem": owner_problem, "owner": posted(request, "owner", 60),
        "has_owner": any(field.key == "owner" for field in importer.fields()), "me": actor.name,
        "known": len(stored),
    }  # fmt: skip
    return render(request, "imports/mapping.html", context, status=status)


def _look_again(request: HttpRequest, actor: Actor, run: ImportRun) -> HttpResponse:
    row = posted(request, "header_row", 6)
    number = int(row) if row.isascii() and row.isdigit() else None
    try:
        look_again(actor, run, sheet=posted(request, "sheet", 120) or run.sheet, header_row=number or None)
    except FileRefused as refused:
        return _mapping_page(request, actor, run, problem=str(refused.message), status=422)
    return redirect("imports:mapping", run.id)


def _counts(run: ImportRun) -> Counts:
    return Counts(**run.counts)


def _importing(request: HttpRequest) -> Actor:
    """The reader, who may import something. Raises Forbidden."""
    actor = actor_of(request)
    if any(actor.scope(importer.object_key, "import") != "none" for importer in importers):
        return actor
    importer_for(actor, "customer")
    return actor
