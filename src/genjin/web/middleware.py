"""Who asks: sets `request.actor` from the session, keeps everybody else at the door, speaks the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation

from genjin.kernel.errors import DomainError, Stale
from genjin.kernel.people.actor import Actor, load_actor
from genjin.web.errors import Outdated, is_htmx, refusal, signed_out, wants_json
from genjin.web.sign_in.session import SESSION_USER, still_holds

#: Asked by machines or without a person: no session, no database.
BARE = ("/livez", "/readyz", "/healthz", "/sw.js", "/manifest.webmanifest", "/static/")
#: Pages one may see before signing in.
OPEN = ("/sign-in/", "/links/", "/language/", "/offline/", "/ui/")

_COMPANY = "select config_version, is_demo, genjin_now() from people_company"


class ActorMiddleware:
    """Sets `actor` (None before sign-in), `now`, `is_demo`, `shell_counts`; nobody passes unknown but to the open pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        if request.path_info.startswith(BARE):
            return self.get_response(request)
        actor = _who(request)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            if not request.path_info.startswith(OPEN):
                return _to_the_door(request)
            return self.get_response(request)
        translation.activate(actor.language)
        request.shell_counts = Counts(actor)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Cache-Control", "private, no-store" if wants_json(request) else "private, no-cache"
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook: what a verb refuses leaves as a page, a toast or problem+json, all of them made in `errors`."""
        if isinstance(exception, Stale):
            exception = Outdated()
        return refusal(request, exception) if isinstance(exception, DomainError) else None


def _who(request: HttpRequest) -> Actor | None:
    with connection.cursor() as cursor:
        cursor.execute(_COMPANY)
        row = cursor.fetchone()
    if row is None:
        return None
    version, request.is_demo, request.now = row  # type: ignore[attr-defined]
    user_id = request.session.get(SESSION_USER)
    if user_id is None:
        return None
    actor = load_actor(user_id, version) if still_holds(request.session, version) else None
    if actor is None:
        request.session.flush()
    return actor


def _to_the_door(request: HttpRequest) -> HttpResponse:
    if is_htmx(request) or wants_json(request) or request.method not in ("GET", "HEAD"):
        return signed_out(request)
    way = "" if request.path == "/" else f"?next={quote(request.get_full_path())}"
    return HttpResponseRedirect(f"/sign-in/{way}")


class Counts(Mapping[str, int]):
    """Figures beside the places of the frame, asked for only when a frame is drawn: place key → count.

    Tasks: those that are late or due by tomorrow; what is due in a month is no reason to look.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._found: dict[str, int] | None = None

    def _counts(self) -> dict[str, int]:
        if self._found is None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select (select count(*) from (select 1 from work_task where owner_id = %s"
                    " and state in ('open', 'started') and (due_at is null or due_at < genjin_now() + interval '2 days')"
                    " limit 1000) k),"
                    " (select count(*) from (select 1 from messages_message where recipient_id = %s"
                    " and read_at is null and withdrawn_at is null limit 100) m)",
                    [self._actor.user_id, self._actor.user_id],
                )
                tasks, messages = cursor.fetchone()
            self._found = {key: n for key, n in (("tasks", tasks), ("messages", messages)) if n}
        return self._found

    def __getitem__(self, key: str) -> int:
        return self._counts()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts())

    def __len__(self) -> int:
        return len(self._counts())


def actor_of(request: HttpRequest) -> Actor:
    """The person of a request that has passed the door."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    assert isinstance(actor, Actor)
    return actor
