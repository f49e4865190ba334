"""The inbox of messages: what one was told, with the evidence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from genjin.kernel.messages.inbox import list_messages, mark_read
from genjin.web.errors import is_htmx
from genjin.web.middleware import actor_of
from genjin.web.reading import number_asked

PAGE = 30


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Newest first; opening the page does not mark anything read: pressing does."""
    before = number_asked(request, "before")
    rows = list_messages(actor_of(request), after_id=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    context = {
        "messages_shown": shown, "before": shown[-1].id if len(rows) > PAGE else None,
        "unread": sum(1 for m in shown if m.read_at is None),
    }  # fmt: skip
    return render(request, "messages/cards.html" if is_htmx(request) and before else "messages/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """One message, or all, read."""
    given = request.POST.get("message", "")
    ids = [int(given)] if given.isascii() and given.isdigit() and len(given) <= 18 else None
    if ids or request.POST.get("all"):
        mark_read(actor_of(request), ids)
    to = request.POST.get("to", "")
    return redirect(to if to.startswith("/customers/") and "//" not in to else "/messages/")
