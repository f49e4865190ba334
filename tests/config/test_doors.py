"""What stands before every view: headers, request ids, limits, languages, problem+json for what the API refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from genjin.config.middleware import unavailable
from genjin.config.middleware.by_prefix import Chain
from genjin.config.middleware.language import spoken
from genjin.config.postgres.server import connect_as_superuser


def test_pages_and_api_forbid_inline_script(client: Client) -> None:
    for path in ("/livez", "/api/v1/nothing"):
        policy = client.get(path)["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_request_keeps_a_plain_id_and_loses_a_strange_one(client: Client) -> None:
    assert client.get("/livez", headers={"X-Request-ID": "abcdef-123"})["X-Request-ID"] == "abcdef-123"
    assert client.get("/livez", headers={"X-Request-ID": "a b\tc" * 9})["X-Request-ID"] != "a b\tc" * 9


@pytest.mark.django_db
def test_an_unknown_path_of_the_api_is_a_problem_in_the_callers_language(client: Client) -> None:
    chinese = client.get("/api/v1/nothing")
    english = client.get("/api/v1/nothing", headers={"Accept-Language": "en-GB,zh;q=0.5"})
    assert chinese.status_code == english.status_code == 404
    assert chinese["Content-Type"] == "application/problem+json"
    assert chinese.json()["code"] == "not_found"
    assert chinese.json()["title"] != english.json()["title"]


@pytest.mark.parametrize("path", ["/api/v1/customers", "/sign-in/"])
def test_a_text_of_ten_megabytes_is_refused_unread(client: Client, path: str) -> None:
    answer = client.post(path, data="x" * 10_000_000, content_type="application/json")
    assert answer.status_code == 413


def test_the_api_pays_for_no_session() -> None:
    assert not [name for name in settings.API_MIDDLEWARE if "session" in name or "csrf" in name or "whitenoise" in name]


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh-hans"), ("zh-TW", "zh-hans"), ("en-US,en;q=0.9", "en"), ("fr,en;q=0.1", "en"), ("\x00;;q=9", "zh-hans")],
)
def test_what_we_do_not_speak_is_answered_in_chinese(header: str, language: str) -> None:
    assert spoken(header) == language


@pytest.mark.parametrize("path", ["/api/v1/customers", "/today/"])
def test_an_absent_database_is_503_and_not_an_error_of_ours(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(unavailable, "_is_usable", lambda: False)
    chain = Chain(["genjin.config.middleware.unavailable.DatabaseAway"], view)
    answer = chain.respond(RequestFactory().get(path))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "1"


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_while_idle_is_replaced_before_the_view(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with connect_as_superuser(Path(connection.settings_dict["HOST"])) as admin:
        admin.execute("select pg_terminate_backend(%s)", (pid,))
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.content
