"""`make look`: writes build/look/<page>-<width>.png; fails when a page fails, complains or asks another machine.

`python -m tools.look today visit` takes only what begins so; `--pictures` renews the README's from what was taken.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tools.look.browsing import DESK, PHONE, NoChromium, chromium, open_context, sign_in
from tools.look.company import NEWCOMER, NEWCOMER_PASSWORD, PASSWORD, ROOT, Company, served
from tools.look.eye import Eye
from tools.look.import_walk import WHO, walk_import
from tools.look.measure import sideways, small_targets, unlabelled
from tools.look.pictures import write_pictures
from tools.look.scenes import SCENES, Scene

TARGET = ROOT / "build" / "look"
PEOPLE = ("rep", "supervisor", "director", "engineer", "admin")
_CRAWLED_A_PERSON = 40
#: Addresses that change something or are no pages.
_NO_PAGES = re.compile(
    r"^/(static|api|sign-out|uploads|files|language|links|healthz|livez|readyz)\b|\.(csv|xlsx|json|jpg|png|webp)$"
)


class Studio:
    """One browser, one signed-in context a person, width and light; every picture and every complaint of the run."""

    def __init__(self, browser: Browser, company: Company, ids: dict[str, str]) -> None:
        self.browser, self.company, self.ids = browser, company, ids
        self.eye = Eye(company.base)
        self.seen_kinds: set[str] = set()
        self.failures = 0
        self._contexts: dict[tuple[str, int, bool], BrowserContext] = {}

    def context(self, person: str, width: int, dark: bool = False) -> BrowserContext:
        """A context of this person, made at first use."""
        key = (person, width, dark)
        if key not in self._contexts:
            context = open_context(self.browser, self.company.base, width, dark=dark)
            self.eye.watch(context)
            if person:
                sign_in(context, person, NEWCOMER_PASSWORD if person == NEWCOMER else PASSWORD)
            self._contexts[key] = context
        return self._contexts[key]

    def shoot(self, scene: Scene) -> list[str]:
        """Takes the scene at its widths; returns the addresses it links to."""
        links: list[str] = []
        for width in scene.widths:
            self.eye.expected = {scene.status} if scene.status >= 400 else set()
            page = self.context(scene.person, width, scene.dark).new_page()
            try:
                answer = page.goto(scene.path.format(**self.ids), wait_until="networkidle" if scene.quiet else "load")
                status = answer.status if answer else 0
                if status != scene.status:
                    self.eye.complaints.append(f"answered {status}, expected {scene.status}")
                if scene.act and status < 400:
                    scene.act(page)
                links += self._take(page, scene.name, width, scene.whole)
            except Error as error:
                self.eye.complaints.append(f"{scene.path}: {error.message.splitlines()[0]}")
                self._report(f"{scene.name}-{width}.png", [])
            finally:
                page.close()
            self.seen_kinds.add(_kind(urlsplit(scene.path.format(**self.ids)).path))
        return links

    def _take(self, page: Page, name: str, width: int, whole: bool) -> list[str]:
        notes = unlabelled(page)
        if width == PHONE:
            notes += sideways(page) + [f"smaller than 44: {target}" for target in small_targets(page)]
        page.screenshot(path=TARGET / f"{name}-{width}.png", full_page=whole)
        self._report(f"{name}-{width}.png", notes)
        return _links_of(page)

    def _report(self, name: str, notes: list[str]) -> None:
        complaints = self.eye.take()
        self.failures += len(complaints)
        print(name)
        for complaint in complaints:
            print(f"  ! {complaint}")
        for note in notes:
            print(f"  ? {note}")

    def crawl(self, person: str) -> None:
        """Follows links from the first page, one address a kind: no page goes unseen because nobody listed it.

        What another person's picture shows already is only opened, so that a link into a refusal is found.
        """
        waiting, queued = ["/"], {"/"}
        for _ in range(_CRAWLED_A_PERSON):
            if not waiting:
                return
            path = waiting.pop(0)
            is_new = _kind(path) not in self.seen_kinds
            scene = Scene(f"{person}-{_slug(path)}", person, path)
            for found in self.shoot(scene) if is_new else self._links(scene):
                found_path = urlsplit(found).path
                if _kind(found_path) not in queued and not _NO_PAGES.search(found_path):
                    queued.add(_kind(found_path))
                    waiting.append(found_path)

    def _links(self, scene: Scene) -> list[str]:
        page = self.context(scene.person, DESK).new_page()
        page.goto(scene.path)
        links = _links_of(page)
        page.close()
        if self.eye.complaints:
            self._report(f"{scene.name} (opened only)", [])
        return links


def main() -> int:
    """0 when every page holds; 1 when one complained; 2 when nothing could be looked at."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    wanted = [name for name in sys.argv[1:] if name != "--pictures"]
    begun = time.monotonic()
    try:
        with chromium() as browser, served(_folder(), os.environ.get("GENJIN_DEMO", "small")) as company:
            studio = Studio(browser, company, company.ask("from tools.look.stage import main; main()"))
            for scene in _wanted(wanted):
                studio.shoot(scene)
            if not wanted or "import" in wanted:
                for scene in walk_import(studio.context(WHO, DESK), company.folder):
                    studio.shoot(scene)
            if not wanted:
                for person in PEOPLE:
                    studio.crawl(person)
    except NoChromium as missing:
        print(missing, file=sys.stderr)
        return 2
    if "--pictures" in sys.argv:
        write_pictures(TARGET, ROOT / "docs" / "pictures")
    print(f"{len(list(TARGET.iterdir()))} pictures in {TARGET.relative_to(ROOT)}, {time.monotonic() - begun:.0f} s")
    print(f"{studio.failures} complaints" if studio.failures else "no complaints")
    return 1 if studio.failures else 0


def _wanted(names: list[str]) -> Iterator[Scene]:
    for scene in SCENES:
        if not names or any(scene.name.startswith(name) for name in names):
            yield scene


def _folder() -> Path:
    return ROOT / "build" / "look-data"


def _links_of(page: Page) -> list[str]:
    links: list[str] = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return links


def _kind(path: str) -> str:
    """Addresses that differ only in ids show the same kind of page."""
    return re.sub(r"[0-9]+|[A-Za-z0-9_-]{16,}", "N", path)


def _slug(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"/[0-9]{6,}", "", path.lower())).strip("-") or "home"


if __name__ == "__main__":
    sys.exit(main())
