"""The API: every router, one place for refusals, and the document of it all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from genjin import __version__
from genjin.api.contacts.routes import router as contacts
from genjin.api.customers.routes import router as customers
from genjin.api.document import document
from genjin.api.files.routes import router as files
from genjin.api.flags.routes import router as flags
from genjin.api.http import problems
from genjin.api.measures.routes import router as measures
from genjin.api.tasks.routes import router as tasks
from genjin.api.visits.routes import router as visits

api = NinjaAPI(
    title="Genjin 跟进",
    version=__version__,
    description="Work chases people. Errors are problem+json; ids are opaque strings; lists page by cursor.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
problems.register(api)
for router in (customers, contacts, visits, tasks, flags, measures, files):
    api.add_router("", router)


@api.get("/openapi.json", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 of all this; needs no token, for it tells nothing about the company."""
    return HttpResponse(document(api), content_type="application/json")
