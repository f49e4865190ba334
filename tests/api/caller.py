"""A caller of the API: one person's token, JSON in and out."""

from __future__ import annotations

import io
from typing import Any

import orjson
from django.http import HttpResponse
from django.test import Client

from genjin.kernel.people.actor import Actor
from genjin.kernel.people.tokens import issue_token
from tests.api.contract import hold
from tests.factories import user_of

BASE = "/api/v1"


class Caller:
    """Calls the API as `actor`, through every middleware. `token` may be given to call with a wrong one."""

    def __init__(self, actor: Actor | None, *, token: str | None = None) -> None:
        self.token = token if token is not None or actor is None else issue_token(user_of(actor))
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        response: Any = self.client.get(BASE + path, query or {}, headers=self.headers(headers))
        hold("GET", path.partition("?")[0], response)
        return response  # type: ignore[no-any-return]

    def send(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None,
        content_type: str = "application/json", **headers: str,
    ) -> HttpResponse:  # fmt: skip
        content = raw if raw is not None else b"" if body is None else orjson.dumps(body)
        sent: dict[str, Any] = {"content_type": content_type, "headers": self.headers(headers)}
        response: Any = self.client.generic(method, BASE + path, content, **sent)
        hold(method, path, response)
        return response  # type: ignore[no-any-return]

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, body, **headers)

    def upload(self, file: Any, *, field: str = "file", **headers: str) -> HttpResponse:
        response: Any = self.client.post(BASE + "/files", {field: file}, headers=self.headers(headers))
        hold("POST", "/files", response)
        return response  # type: ignore[no-any-return]

    def headers(self, given: dict[str, str]) -> dict[str, str]:
        """`given` (underscores as dashes) with the token."""
        named = {name.replace("_", "-"): value for name, value in given.items()}
        return named | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem+json of a refusal, its shape checked."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    assert response["X-Request-ID"]
    body: dict[str, Any] = orjson.loads(response.content)
    assert set(body) == {"type", "title", "status", "code", "detail", "errors"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert all(set(error) == {"field", "code", "message"} and error["message"] for error in body["errors"])
    return body


def codes(body: dict[str, Any]) -> set[tuple[str, str]]:
    """(field, code) of each error."""
    return {(error["field"], error["code"]) for error in body["errors"]}


def ok(response: HttpResponse, status: int = 200) -> Any:
    """The body of a success."""
    assert response.status_code == status, response.content[:800]
    return orjson.loads(response.content)


def file(content: bytes, name: str = "现场.jpg") -> io.BytesIO:
    """Bytes under a name, as an upload sends them."""
    sent = io.BytesIO(content)
    sent.name = name
    return sent
