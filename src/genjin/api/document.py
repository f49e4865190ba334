"""The OpenAPI document: ninja's, with the shapes of bodies and the errors every route may answer."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from genjin.api.http.describing import bodies
from genjin.api.http.problems import CONTENT_TYPE

_REF = "#/components/schemas/{model}"


@cache
def document(api: NinjaAPI) -> bytes:
    """The document as it is sent."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    _mapping, schemas = models_json_schema([(body, "validation") for body in bodies.values()], ref_template=_REF)
    found["components"]["schemas"] |= schemas["$defs"]
    found["components"]["securitySchemes"] = {"Bearer": {"type": "http", "scheme": "bearer"}}
    found["servers"] = [{"url": "/api/v1"}]
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["operationId"] = operation["operationId"].rpartition("_routes_")[2]
            operation["security"] = [{"Bearer": []}]
            _as_problems(operation["responses"])
    return orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS)


def _as_problems(responses: dict[int, dict[str, Any]]) -> None:
    """Refusals are sent as problem+json, which ninja cannot say."""
    for status, response in responses.items():
        if status >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
