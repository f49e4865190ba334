"""Holds every answer in these tests to the OpenAPI document: declared status, declared shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import orjson
from django.http import HttpResponse
from jsonschema import Draft202012Validator

from genjin.api.app import api
from genjin.api.document import document


@cache
def spec() -> dict[str, Any]:
    """The document as a client reads it."""
    found: dict[str, Any] = orjson.loads(document(api))
    return found


@cache
def _operations() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    return [
        (method.upper(), re.compile(re.sub(r"{[^}]+}", "[^/]+", path)), operation)
        for path, operations in spec()["paths"].items()
        for method, operation in operations.items()
    ]


@cache
def _validator(shape: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{shape}", "components": spec()["components"]})


def hold(method: str, path: str, response: HttpResponse) -> None:
    """Fails when the answer is not as declared. Paths and methods that no route has are test_matrix's business."""
    operation = next((o for m, pattern, o in _operations() if m == method and pattern.fullmatch(path)), None)
    if operation is None or response.status_code in (405, 500) or getattr(response, "streaming", False):
        return
    assert str(response.status_code) in operation["responses"], (
        method,
        path,
        response.status_code,
        response.content[:300],
    )
    declared = operation["responses"][str(response.status_code)]["content"]
    media_type = response["Content-Type"].partition(";")[0]
    assert media_type in declared, (method, path, media_type)
    shape = declared[media_type]["schema"]["$ref"].rpartition("/")[2]
    problems = [
        f"{e.json_path}: {e.message[:200]}" for e in _validator(shape).iter_errors(orjson.loads(response.content))
    ]
    assert not problems, (method, path, response.status_code, problems)
