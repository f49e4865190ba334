"""Declares routes for OpenAPI; nothing of it runs with a request (facts/performance.md §3.8)."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from genjin.api.http.parameters import Parameter, described
from genjin.api.shapes import Problem

IDEMPOTENCY_KEY = {
    "in": "header", "name": "Idempotency-Key", "required": False, "schema": {"type": "string", "maxLength": 200},
    "description": "The same key and body within 30 days answers the first 2xx again and writes nothing.",
}  # fmt: skip
_IF_MATCH = {
    "in": "header", "name": "If-Match", "required": False, "schema": {"type": "string"},
    "description": "The version that you have read; another one answers 409.",
}  # fmt: skip

#: Shapes of bodies, gathered for the document's components.
bodies: dict[str, type[Schema]] = {}


def reads(summary: str, shape: type[Schema], *, query: tuple[Parameter, ...] = ()) -> dict[str, Any]:
    """Keyword arguments of a GET route."""
    return {
        "summary": summary,
        "by_alias": True,
        "response": {200: shape, (400, 401, 403, 404, 422, 429, 503): Problem},
        "openapi_extra": {"parameters": described(query)},
    }


def writes(
    summary: str, shape: type[Schema], *, body: type[Schema] | None, status: int = 200, versioned: bool = False,
    also: dict[int, type[Schema]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Keyword arguments of a POST or PATCH route."""
    parameters = [IDEMPOTENCY_KEY, *([_IF_MATCH] if versioned else [])]
    extra: dict[str, Any] = {"parameters": parameters}
    if body is not None:
        bodies[body.__name__] = body
        reference = {"$ref": f"#/components/schemas/{body.__name__}"}
        extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
    return {
        "summary": summary,
        "by_alias": True,
        "response": {status: shape, **(also or {}), (400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 503): Problem},
        "openapi_extra": extra,
    }
