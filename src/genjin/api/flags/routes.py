"""Routes of flags."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from genjin.api import shapes
from genjin.api.http import parameters
from genjin.api.http.answers import answer, moment
from genjin.api.http.bearer import Bearer, actor_of
from genjin.api.http.describing import reads
from genjin.api.http.paging import cut, paging
from genjin.kernel.access.scope import require_any
from genjin.kernel.flows.lamps import FlagRow, list_flags

router = Router(tags=["flags"])

LIST = (
    parameters.record("customer"),
    parameters.text("key", "Such as silent."),
    parameters.one_of("state", ("open", "closed")),
    parameters.yes_no("backlog", "1: raised when the watch was switched on, no task until released."),
    *parameters.PAGING,
)


@router.get("/flags", auth=Bearer(), **reads("List flags of customers", shapes.FlagPage, query=LIST))
def list_flags_of_customers(request: HttpRequest) -> HttpResponse:
    """Of customers you may see."""
    actor = actor_of(request)
    require_any(actor, "read", "customer")
    values = parameters.read(request, LIST)
    paged = paging("flags", values)
    found = list_flags(
        actor,
        object_key="customer",
        key=values.get("key", ""),
        record_id=values.get("customer"),
        state=values.get("state", ""),
        backlog=values.get("backlog"),
        after_id=paged.after.id if paged.after else None,
        limit=paged.fetch,
    )
    rows, next_cursor = cut(paged, [{"id": flag.id, "flag": flag} for flag in found])
    return answer({"items": [shown(row["flag"]) for row in rows], "next": next_cursor})


def shown(flag: FlagRow) -> dict[str, Any]:
    """A flag as the API shows it."""
    return {
        "key": flag.key,
        "customer": str(flag.record_id),
        "state": flag.state,
        "entered_at": moment(flag.entered_at),
        "left_at": moment(flag.left_at),
        "reason": flag.reason,
        "backlog": flag.backlog,
    }
