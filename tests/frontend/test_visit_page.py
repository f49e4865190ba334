"""Recording a visit in a browser: nothing typed is lost, nothing is sent twice, and six actions are enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from genjin.web.shell.assets import MANIFEST
from tests.frontend.house import House, open_house

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built: run `make frontend`"),
]

WORDS = "协议不确认，我不敢排产。张总要确认 PLC 接口协议，下周三前给文档。"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True, "is_mobile": True}
PHOTO = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(range(256)) * 3000}


@dataclass
class Visit:
    """A phone before the page."""

    house: House
    address: str
    phone: Any
    page: Any
    said: list[str]

    def open(self) -> None:
        self.page.goto(f"{self.address}/customers/1/visits/new/")
        self.page.wait_for_selector("[data-save-words]:not(:empty)")

    def write(self) -> None:
        self.page.fill("[data-words]", WORDS)
        self.page.check("input[value=technical]")
        self.page.fill("[data-next]", "带协议文档当面过一遍")

    def photograph(self) -> None:
        self.page.set_input_files("input[data-file=photo][capture]", PHOTO)

    def save(self) -> None:
        self.page.click("[data-save-button]")

    def wait(self, is_so: Callable[[], object], within_s: float = 15) -> None:
        end = time.monotonic() + within_s
        while not is_so():
            assert time.monotonic() < end, "waited in vain"
            self.page.wait_for_timeout(50)


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    house, address, server = open_house()
    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Visit(house, address, phone, page, said)
    phone.close()
    server.shutdown()
    server.server_close()


def test_a_usual_visit_is_saved_in_six_actions(visit: Visit) -> None:
    visit.open()
    visit.page.click("[data-contact='1']")  # 1
    visit.page.fill("[data-words]", WORDS)  # 2
    visit.page.check("input[value=technical]")  # 3
    visit.photograph()  # 4
    visit.page.fill("[data-next]", "带协议文档当面过一遍")  # 5; the day is proposed from the words
    visit.save()  # 6
    visit.page.wait_for_url("**/customers/1/")
    (_, body), *others = visit.house.posts
    assert others == []
    assert body["next_step"] == {"text": "带协议文档当面过一遍", "due_on": "2026-12-02"}
    assert (body["text"], body["contacts"], body["photos"], body["draft"]) == (WORDS, [1], ["1"], True)
    assert visit.page.inner_text("[data-toasts]").strip() == "saved so"


def test_what_was_typed_survives_a_reload(visit: Visit) -> None:
    visit.open()
    visit.write()
    visit.photograph()
    visit.page.evaluate("document.querySelector('[data-words]').setSelectionRange(2, 2)")
    visit.page.click("[data-quote]")
    visit.wait(lambda: visit.page.locator(".g-find[data-find=ok]").count())
    visit.page.reload()
    visit.page.wait_for_selector("[data-restored]:not([hidden])")
    assert visit.page.input_value("[data-words]") == WORDS
    assert visit.page.inner_text("[data-words-back] .g-hl") == "协议不确认，我不敢排产。"
    assert visit.page.locator("[data-files] .g-proof").count() == 1
    visit.save()
    visit.page.wait_for_url("**/customers/1/")
    assert visit.house.posts[0][1]["quotes"] == ["协议不确认，我不敢排产。"]
    assert len(visit.house.uploads) == 1


def test_a_visit_saved_without_network_is_sent_once_when_it_is_back(visit: Visit) -> None:
    visit.open()
    visit.phone.set_offline(True)
    visit.write()
    visit.photograph()
    visit.save()
    visit.page.wait_for_selector(".g-kept")
    assert visit.page.is_visible("[data-outbox-strip]")
    assert visit.house.posts == []
    visit.phone.set_offline(False)
    visit.wait(lambda: visit.house.posts)
    visit.page.wait_for_url("**/customers/1/")
    visit.page.wait_for_timeout(500)
    assert len(visit.house.posts) == 1
    assert visit.house.posts[0][1]["photos"] == ["1"]
    visit.open()
    assert visit.page.input_value("[data-words]") == ""


def test_a_page_reloaded_without_network_still_has_the_words(visit: Visit) -> None:
    visit.open()
    visit.page.evaluate("navigator.serviceWorker.ready")
    kept = "caches.open('genjin-pages').then((kept) => kept.match('/customers/1/visits/new/')).then(Boolean)"
    visit.wait(lambda: visit.page.evaluate(kept))
    visit.phone.set_offline(True)
    visit.write()
    visit.page.wait_for_timeout(400)
    visit.page.reload()
    visit.page.wait_for_selector("[data-restored]:not([hidden])")
    assert visit.page.input_value("[data-words]") == WORDS
    visit.page.goto(f"{visit.address}/customers/99/")
    assert visit.page.locator(".g-alone").count() == 1


def test_an_answer_lost_on_the_way_is_asked_for_again_under_the_same_keys(visit: Visit) -> None:
    visit.open()
    visit.write()
    visit.house.lose_answer = True
    visit.save()
    visit.wait(lambda: len(visit.house.posts) == 2)
    first, second = visit.house.posts
    assert first == second


def test_a_broken_upload_goes_on_where_it_stopped(visit: Visit) -> None:
    visit.house.break_after = 2
    visit.open()
    visit.photograph()
    visit.wait(lambda: visit.page.locator(".g-find[data-find=ok]").count())
    assert visit.page.inner_text(".g-find[data-find=ok]").strip() == "whole"
    assert visit.house.pieces == [0, 262144, 524288]
    assert len(visit.house.uploads) == 1


def test_a_refused_visit_stays_in_the_form_with_its_reason(visit: Visit) -> None:
    error = {"field": "text", "code": "text_invalid", "message": "no such words"}
    visit.house.refuse = {"title": "refused", "errors": [error]}
    visit.open()
    visit.write()
    visit.save()
    visit.page.wait_for_selector("[data-why=text] .g-check[data-check=more]")
    assert "no such words" in visit.page.inner_text("[data-why=text]")
    visit.house.refuse = None
    visit.save()
    visit.page.wait_for_url("**/customers/1/")
    (first_key, first), (second_key, second) = visit.house.posts
    assert first["client_key"] == second["client_key"]
    assert first_key != second_key


def test_a_second_visit_never_writes_over_the_first(visit: Visit) -> None:
    for _ in range(2):
        visit.open()
        visit.write()
        visit.save()
        visit.page.wait_for_url("**/customers/1/")
    keys = {body["client_key"] for _, body in visit.house.posts}
    assert len(keys) == 2


def test_the_page_fits_a_phone_and_keeps_its_policy(visit: Visit) -> None:
    visit.open()
    visit.write()
    visit.photograph()
    visit.page.click("[data-no-photo]")
    visit.wait(lambda: visit.page.locator(".g-find[data-find=ok]").count())
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    small = """() => [...document.querySelectorAll('a, button, summary, label.g-shoot__b, label.g-chip')]
      .filter((one) => one.getClientRects().length)
      .map((one) => {
        const after = getComputedStyle(one, '::after');
        const more = after.position === 'absolute' ? parseFloat(after.top) + parseFloat(after.bottom) : 0;
        return [one.className, one.getBoundingClientRect().height - more];
      })
      .filter(([, height]) => height < 43.5)"""
    assert visit.page.evaluate(small) == []
    assert visit.said == []
