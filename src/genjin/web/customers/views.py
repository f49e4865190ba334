"""Pages of customers: the list, one customer, what hangs on him."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from genjin.kernel.records.saved_views import drop_view, keep_view, views_of
from genjin.kernel.records.write import delete
from genjin.sales.customers.no_photo import answer_no_photo
from genjin.sales.customers.queries import alike, get_customer, list_customers, neighbours, owners_in_reach
from genjin.web.customers.filters import UNTOUCHED, read_filter, write_filter
from genjin.web.customers.page import customer_context, timeline_context
from genjin.web.errors import is_htmx
from genjin.web.middleware import actor_of
from genjin.web.reading import asked, posted, readable

PAGE = 50


@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """The list; a fragment of it when the filters or 「更多」 ask."""
    actor = actor_of(request)
    filters = read_filter(request, actor)
    after = asked(request, "after", 1000) if is_htmx(request) else ""
    found = list_customers(actor, filters, after=after, limit=PAGE, counted=not after)
    context = {
        "page": found, "filters": filters, "query": write_filter(filters), "after": after,
        "for_visit": request.GET.get("for") == "visit", "rows_kind": request.GET.get("rows", ""), "today": request.now,  # type: ignore[attr-defined]
        "may_create": actor.scope("customer", "create") != "none",
    }  # fmt: skip
    if is_htmx(request):
        return render(request, "customers/more.html" if after else "customers/found.html", context)
    context |= {
        "owners": owners_in_reach(actor),
        "views": views_of(actor, "customer"),
        "untouched": UNTOUCHED,
    }
    return render(request, "customers/list.html", context)


@require_GET
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One customer: lamp, next step, words, people, timeline."""
    actor = actor_of(request)
    row = get_customer(actor, customer_id)
    context = customer_context(actor, row)
    came_from = readable(request.GET.get("in", ""), 400)
    if "in" in request.GET:
        before, behind = neighbours(actor, read_filter(QueryDict(came_from), actor), row)
        context |= {"before": before, "behind": behind, "came_from": came_from}
    return render(request, "customers/customer.html", context)


@require_GET
def timeline(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Older entries of the timeline."""
    get_customer(actor_of(request), customer_id)
    return render(request, "customers/timeline.html", timeline_context(customer_id, asked(request, "after", 80)))


@require_GET
def look_alikes(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A hint, asked for after the page stands: names very like this one."""
    actor = actor_of(request)
    row = get_customer(actor, customer_id)
    return render(request, "customers/alike.html", {"alike": alike(actor, customer_id, row["name_key"])})


@require_POST
def remove(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Into the recycle bin."""
    delete(actor_of(request), "customer", customer_id)
    messages.success(request, _("Put into the recycle bin."))
    return redirect("/customers/")


@require_POST
def no_photo(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The supervisor's answer to 此处禁拍."""
    confirmed = posted(request, "answer") == "confirm"
    answer_no_photo(actor_of(request), customer_id, confirmed=confirmed)
    messages.success(
        request,
        _("Confirmed: other proof counts here from now on.") if confirmed else _("Noted: photos are possible here."),
    )
    return redirect("/" if posted(request, "back") == "/" else f"/customers/{customer_id}/")


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filters under a name."""
    actor = actor_of(request)
    query = write_filter(read_filter(QueryDict(posted(request, "query", 500)), actor))
    keep_view(actor, object_key="customer", name=posted(request, "name", 60), query=query)
    messages.success(request, _("The view is kept."))
    return redirect(f"/customers/?{query}")


@require_POST
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a kept view."""
    drop_view(actor_of(request), view_id)
    return redirect("/customers/")
