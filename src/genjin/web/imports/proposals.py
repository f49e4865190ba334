"""Rows held back: both sides beside each other, and 「是同一家」「不是同一家」「丢掉」."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from genjin.kernel.errors import Refused
from genjin.kernel.imports.queries import count_open, open_proposals
from genjin.kernel.imports.start import importer_for
from genjin.sales.customers.importing.decide import Answer, decide
from genjin.sales.customers.importing.proposals import cases
from genjin.web.imports.wording import KEYS
from genjin.web.middleware import actor_of
from genjin.web.reading import number_asked, posted

PAGE = 20
_ANSWERS = ("same", "other", "dropped")


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """The oldest rows that wait."""
    actor = actor_of(request)
    importer_for(actor, "customer")
    found = open_proposals(actor, "customer", after=number_asked(request, "after") or 0, limit=PAGE)
    shown = [{"case": case, "why": [KEYS[key] for key in case.keys if key in KEYS]} for case in cases(actor, found)]
    context = {
        "shown": shown, "n": count_open(actor, "customer"), "after": found[-1].id if len(found) == PAGE else None,
    }  # fmt: skip
    return render(request, "imports/proposals.html", context)


@require_POST
def answer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Settle one row."""
    actor = actor_of(request)
    importer_for(actor, "customer")
    said = posted(request, "answer", 10)
    if said not in _ANSWERS:
        raise Refused
    candidate = posted(request, "candidate", 18)
    decide(
        actor,
        proposal_id=proposal_id,
        answer=cast(Answer, said),
        candidate_id=int(candidate) if candidate.isascii() and candidate.isdigit() else None,
        take=request.POST.getlist("take"),
    )
    words = {
        "same": _("Taken into the customer that was there."),
        "other": _("Added as a customer of its own."),
        "dropped": _("Dropped. The row will not be asked about again."),
    }
    messages.success(request, words[said])
    return redirect("imports:proposals")
