"""A rep's day: whom to see and why, who owes whom, what is about to turn red."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genjin.kernel.flows.soon import SoonRow, soon
from genjin.kernel.jobs import clock
from genjin.kernel.messages.inbox import list_messages
from genjin.kernel.people.actor import Actor
from genjin.sales.customers.queries import beside_customers
from genjin.sales.queries import drafts_of, owed_by, owed_to, reach_of, stops_of
from genjin.web.customers.wording import lamp_words, red_in_words, untouched_words
from genjin.web.middleware import actor_of
from genjin.web.shell.wording import day_words

SILENT = "silent_customer"
CARDS = 5


def rep_day(request: HttpRequest) -> dict[str, Any]:
    """The context of `today/rep.html`."""
    actor = actor_of(request)
    now = request.now  # type: ignore[attr-defined]
    today = clock.local_day(now)
    stops, stops_count = stops_of(actor, today, limit=CARDS)
    beside = beside_customers([stop.id for stop in stops])
    promises, owed_count = owed_by(actor, today + timedelta(days=1))
    drafts, drafts_count = drafts_of(actor, limit=3)
    reach = reach_of(actor)
    cards = [
        {"stop": stop, "beside": beside[stop.id], "why": _why(stop, beside[stop.id], today)}
        for stop in stops
        if stop.id in beside
    ]
    return {
        "sentence": _sentence(actor.name, min(stops_count, CARDS), owed_count),
        "today": today, "cards": cards, "stops_count": stops_count,
        "promises": promises, "owed_count": owed_count, "owed_to": owed_to(actor),
        "soon": soon_words(actor, today, days=2, limit=3), "drafts": drafts, "drafts_count": drafts_count,
        "reach": reach, "worth": [{"row": w, "why": untouched_words(w.progress_on, today, w.is_touched)} for w in reach.worth],
        "messages_new": list_messages(actor, unread=True, limit=2),
    }  # fmt: skip


def soon_words(actor: Actor, today: date, *, days: int, limit: int) -> list[tuple[SoonRow, str]]:
    """快变红, each with its words."""
    return [(row, red_in_words((row.on - today).days)) for row in soon(actor, SILENT, days=days, limit=limit)]


def _sentence(name: str, stops: int, owed: int) -> str:
    if not stops and not owed:
        return _("%(name)s, nothing is planned today") % {"name": name}
    parts = []
    if stops:
        parts.append(ngettext("%(n)s customer today", "%(n)s customers today", stops) % {"n": stops})
    if owed:
        parts.append(ngettext("%(n)s thing owed", "%(n)s things owed", owed) % {"n": owed})
    return _("%(name)s, %(what)s") % {"name": name, "what": " · ".join(parts)}


def _why(stop: Any, beside: Any, today: Any) -> str:
    if stop.due_on is None:
        return lamp_words(beside)
    if stop.due_on == today:
        return _("“%(what)s” is due today.") % {"what": stop.promise}
    return _("“%(what)s” was due on %(on)s.") % {"what": stop.promise, "on": day_words(stop.due_on)}
