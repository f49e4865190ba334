"""Photographs every page as every demo person sees it, at 390 and 1440 px: `make look` writes build/look/."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "look"
PEOPLE = ("rep", "supervisor", "director", "engineer", "admin")
PASSWORD = "genjin-demo"
WIDTHS = {390: 844, 1440: 900}
PHONE = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
#: Addresses that change something or are no pages.
_NO_PAGES = re.compile(
    r"^/(static|api|sign-out|uploads|files|language|healthz|livez|readyz)\b|\.(csv|xlsx|jpg|png|webp)$"
)
_ALWAYS = ("/", "/ui/", "/nothing-here/")
_PAGES_A_PERSON = 60


def main() -> int:
    """Runs a small demo company of its own and walks through it."""
    chromium = os.environ.get("GENJIN_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no chromium: install it, or name it with GENJIN_CHROMIUM", file=sys.stderr)
        return 2
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with _served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        _photograph(_context(browser, 390), f"{base}/sign-in/", "nobody")
        for person in PEOPLE:
            paths = _photograph_all(browser, base, person)
            print(f"{person}: {len(paths)} pages", file=sys.stderr)
        browser.close()
    print(f"{len(list(TARGET.iterdir()))} pictures in {TARGET.relative_to(ROOT)}")
    return 0


@contextlib.contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="genjin-look-")
    variables = {**os.environ, "GENJIN_DATA_DIR": folder, "GENJIN_PORT": str(port), "GENJIN_DEMO": "small"}
    variables.pop("DATABASE_URL", None)
    genjin = subprocess.Popen(
        [sys.executable, Path(sys.executable).with_name("genjin"), "up"],
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert genjin.stdout
        if not any(line.startswith("Genjin is ready") for line in genjin.stdout):
            sys.exit("Genjin did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        genjin.terminate()
        genjin.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _photograph_all(browser: Browser, base: str, person: str) -> list[str]:
    """Follows links from the start, one address per kind of page, at the first width; then the others."""
    context = _context(browser, 1440)
    _sign_in(context, base, person)
    waiting, seen = list(_ALWAYS), dict.fromkeys(map(_kind, _ALWAYS))
    paths: list[str] = []
    while waiting and len(paths) < _PAGES_A_PERSON:
        path = waiting.pop(0)
        paths.append(path)
        for found in _photograph(context, base + path, person):
            if _kind(found) not in seen and not _NO_PAGES.search(found):
                seen[_kind(found)] = None
                waiting.append(found)
    phone = _context(browser, 390)
    _sign_in(phone, base, person)
    for path in paths:
        _photograph(phone, base + path, person)
    context.close()
    phone.close()
    return paths


def _context(browser: Browser, width: int) -> BrowserContext:
    size = {"width": width, "height": WIDTHS[width]}
    if width < 600:
        return browser.new_context(viewport=size, locale="zh-CN", **PHONE)  # type: ignore[arg-type]
    return browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]


def _sign_in(context: BrowserContext, base: str, person: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "username": person, "password": PASSWORD}
    answer = context.request.post(f"{base}/sign-in/", form=form, headers={"Referer": f"{base}/sign-in/"})
    if not answer.ok or "/sign-in/" in answer.url:
        sys.exit(f"{person} could not sign in: {answer.status}")
    page.close()


def _photograph(context: BrowserContext, address: str, person: str) -> list[str]:
    """Takes the picture and returns the addresses of this site the page links to."""
    page: Page = context.new_page()
    page.goto(address, wait_until="networkidle")
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=TARGET / f"{person}-{_slug(urlsplit(address).path)}-{width}.png", full_page=True)
    links: list[str] = page.eval_on_selector_all("a[href^='/']", "found => found.map(a => a.getAttribute('href'))")
    page.close()
    return [urlsplit(link).path for link in links]


def _kind(path: str) -> str:
    """Addresses that differ only in ids show the same kind of page."""
    return re.sub(r"[0-9]+|[A-Za-z0-9_-]{16,}", "N", path)


def _slug(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"


if __name__ == "__main__":
    sys.exit(main())
