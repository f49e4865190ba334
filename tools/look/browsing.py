"""Chromium on this machine, and people signed in on a phone or at a desk."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, sync_playwright

PHONE, DESK = 390, 1440
_HEIGHT = {PHONE: 844, DESK: 900}
_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


class NoChromium(Exception):
    """There is no browser on this machine."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of $GENJIN_CHROMIUM, else the one on PATH."""
    path = os.environ.get("GENJIN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise NoChromium("no chromium: install it (apt-get install chromium) or name it with GENJIN_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


def open_context(
    browser: Browser, base: str, width: int, *, locale: str = "zh-CN", scale: float | None = None, dark: bool = False
) -> BrowserContext:
    """A fresh browser of its own: a phone under a thumb at 390 px, else a desk with a mouse."""
    is_phone = width <= PHONE
    return browser.new_context(
        base_url=base,
        viewport={"width": width, "height": _HEIGHT.get(width, 900)},
        is_mobile=is_phone,
        has_touch=is_phone,
        device_scale_factor=scale or (2 if is_phone else 1),
        locale=locale,
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if dark else "light",
    )


def sign_in(context: BrowserContext, username: str, password: str) -> None:
    """Through the door, without looking at the page behind it."""
    page = context.request.get("/sign-in/")
    token = page.text().split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    answer = context.request.post(
        "/sign-in/",
        form={"csrfmiddlewaretoken": token, "username": username, "password": password},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    if answer.status != 302:
        raise RuntimeError(f"{username} could not sign in: {answer.status}")
