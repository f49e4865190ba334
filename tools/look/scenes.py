"""The pages in the states worth looking at: who opens which address, and what is done there before the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tools.look.browsing import DESK, PHONE

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """One picture a width. `path` may name what the stage prepared: /customers/{red}/."""

    name: str
    person: str
    path: str
    act: Act | None = None
    status: int = 200
    dark: bool = False
    widths: tuple[int, ...] = (PHONE, DESK)
    whole: bool = True
    #: Whether the page comes to rest: one that asks again and again never does.
    quiet: bool = True


def _write_visit(page: Page) -> None:
    page.locator("[data-words]").fill("协议不确认，我不敢排产。张总要确认 PLC 接口协议，下周三前给文档")
    page.locator("[data-words]").evaluate("field => field.setSelectionRange(2, 2)")
    page.locator("[data-quote]").click()
    with page.expect_response("**/visits/judge/"):
        page.locator("[name=need_type][value=technical]").check(force=True)
    page.wait_for_timeout(300)


def _write_greeting(page: Page) -> None:
    page.locator("[data-words]").fill("常规问候")
    with page.expect_response("**/visits/judge/"):
        page.locator("[data-next]").fill("跟进")
    page.wait_for_timeout(300)


def _open_no_photo(page: Page) -> None:
    page.locator("[data-no-photo]").click()


def _open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("[data-palette-field]").fill("远驰")
    page.wait_for_timeout(700)


def _open_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.wait_for_timeout(200)


def _choose_second(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_timeout(600)


def _refuse_password(page: Page) -> None:
    if page.locator("summary").count():
        page.locator("summary").first.click()
    page.locator("[name=username]").last.fill("rep")
    page.locator("[name=password]").last.fill("not-his-password")
    page.locator("[name=password]").last.press("Enter")
    page.wait_for_load_state("networkidle")


SCENES: tuple[Scene, ...] = (
    Scene("sign-in", "", "/sign-in/"),
    Scene("invite-link", "", "/links/{link}/"),
    Scene("invite-link-spent", "", "/links/nothing-behind-it/", status=410),
    Scene("offline", "", "/offline/"),
    Scene("ui", "", "/ui/"),
    Scene("ui-dark", "", "/ui/", dark=True),
    Scene("today-rep", "rep", "/"),
    Scene("today-rep-dark", "rep", "/", dark=True),
    Scene("today-newcomer", "newcomer", "/"),
    Scene("today-supervisor", "supervisor", "/"),
    Scene("today-supervisor-second", "supervisor", "/", _choose_second, widths=(DESK,), whole=False),
    Scene("today-director", "director", "/"),
    Scene("today-admin", "admin", "/"),
    Scene("today-engineer", "engineer", "/"),
    Scene("backlog", "supervisor", "/today/backlog/"),
    Scene("customers-rep", "rep", "/customers/"),
    Scene("customers-none", "newcomer", "/customers/"),
    Scene("customers-found-none", "rep", "/customers/?q=没有这一家"),
    Scene("customers-supervisor", "supervisor", "/customers/"),
    Scene("customers-red", "supervisor", "/customers/?flag=silent"),
    Scene("customer-red", "rep", "/customers/{red}/"),
    Scene("customer-lively", "rep", "/customers/{lively}/"),
    Scene("customer-long-name", "rep", "/customers/{long}/"),
    Scene("customer-empty", "rep", "/customers/{empty}/"),
    Scene("customer-supervisor", "supervisor", "/customers/{red}/"),
    Scene("customer-new", "rep", "/customers/new/"),
    Scene("visit-new", "rep", "/customers/{lively}/visits/new/"),
    Scene("visit-new-filled", "rep", "/customers/{lively}/visits/new/", _write_visit),
    Scene("visit-new-hollow", "rep", "/customers/{red}/visits/new/", _write_greeting),
    Scene("visit-new-no-photo", "rep", "/customers/{long}/visits/new/", _open_no_photo),
    Scene("visit-valid", "rep", "/visits/{valid}/"),
    Scene("visit-hollow", "rep", "/visits/{hollow}/"),
    Scene("visits", "rep", "/visits/"),
    Scene("visits-none", "newcomer", "/visits/"),
    Scene("tasks-rep", "rep", "/tasks/"),
    Scene("tasks-none", "newcomer", "/tasks/"),
    Scene("tasks-supervisor", "supervisor", "/tasks/"),
    Scene("messages-rep", "rep", "/messages/"),
    Scene("messages-none", "newcomer", "/messages/"),
    Scene("import-new", "supervisor", "/imports/new/"),
    Scene("figures-director", "director", "/figures/"),
    Scene("me", "rep", "/me/"),
    Scene("settings-people", "admin", "/people/"),
    Scene("settings-tokens", "admin", "/settings/tokens/"),
    Scene("settings-bin", "admin", "/settings/bin/"),
    Scene("palette", "rep", "/", _open_palette, whole=False),
    Scene("keys", "rep", "/", _open_keys, widths=(DESK,), whole=False),
    Scene("nothing-here", "rep", "/nothing-here/", status=404),
    Scene("not-his", "newcomer", "/customers/{red}/", status=404),
)
