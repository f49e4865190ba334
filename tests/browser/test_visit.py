"""A rep records a visit on his phone: few taps, honest reasons, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from genjin.kernel.people.actor import Actor
from tests.browser.conftest import Screens, jpeg, rows, wait_until

pytestmark = pytest.mark.browser

#: One for each test: whoever writes the same twice is asked what is new.
PROTOCOL = "协议不确认，我不敢排产。张总要确认 PLC 接口协议，下周三前给文档，联调窗口只有两天"
CHANGEOVER = "换型一次停四十分钟，何主任说夜班没人会调夹具，月底前想看我们把节拍压到三十秒的方案"
COOLING = "水冷机组半夜报警，许经理怀疑是流量计漂移，本周五前要我们派人带校准仪去测一轮"
PRICE = "采购蒋姐说同行报价低八个点，质保只有一年，让我们下周五前把三年备件清单和到货周期写进报价单里"
WAREHOUSE = "立库堆垛机定位偏了两毫米，仓储韩工要求明天给出激光测距头的替换型号和现货数量"
TRAINING = "新来的六个操作工看不懂报警代码，班长希望下周一来现场做半天培训，教材要带图片"
VISION = "视觉相机夜里误判反光件，质检温工要一份打光方案，月底前在二号线上试跑三个班次"
NEXT = "带资料当面过一遍"


class Thumb:
    """Counts what a person does: taps and fields filled."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.actions = 0

    def tap(self, selector: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.tap()

    def fill(self, selector: str, words: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.fill(words)

    def photograph(self, photo: dict[str, Any]) -> None:
        self.actions += 1
        self.page.locator("input[data-file=photo][capture]").set_input_files(photo)


def open_form(page: Any, customer: int) -> None:
    page.goto(f"/customers/{customer}/visits/new/")
    page.locator("[data-save-words]:not(:empty)").wait_for()


def visits_of(customer: int) -> list[tuple[Any, ...]]:
    return rows("select id, is_valid, text, next_text from sales_visit where customer_id = %s order by id", customer)


def photos_of(customer: int) -> int:
    found = rows(
        "select count(distinct f.sha256) from evidence_fileuse u join evidence_file f on f.id = u.file_id"
        " join sales_visit v on v.id = u.record_id where v.customer_id = %s",
        customer,
    )
    return int(found[0][0])


def write_visit(page: Any, text: str) -> None:
    page.locator("[data-words]").fill(text)
    page.locator("label:has(> input[name=need_type][value=technical])").first.tap()
    page.locator("[data-next]").fill(NEXT)


def test_a_visit_from_the_door_to_valid_takes_six_actions(screens: Screens, my_customer: int) -> None:
    page = screens.open()
    page.goto("/sign-in/")
    page.locator("form:has(input[value=rep]) button, button[name=username][value=rep]").first.tap()
    page.locator("main h1").first.wait_for()
    page.goto(f"/customers/{my_customer}/")
    page.locator(f"a[href='/customers/{my_customer}/visits/new/']:visible, a[data-note]:visible").first.tap()
    page.locator("[data-save-words]:not(:empty)").wait_for()
    thumb = Thumb(page)
    thumb.fill("[data-words]", PROTOCOL)
    thumb.tap("label:has(> input[name=need_type][value=technical])")
    thumb.photograph(jpeg())
    thumb.fill("[data-next]", NEXT)
    page.locator("[data-due][aria-pressed=true], [data-on]").first.wait_for()  # the day, out of 下周三前
    page.locator("[data-save-state][data-check=ok]").wait_for()
    assert "有效" in page.locator("[data-save-words]").inner_text()
    thumb.tap("[data-save-button]")
    page.wait_for_url(f"**/customers/{my_customer}/")
    assert thumb.actions <= 6
    ((_, is_valid, text, next_text),) = visits_of(my_customer)
    assert (is_valid, text, next_text) == (True, PROTOCOL, NEXT)
    assert "已存" in page.locator("[data-toasts]").inner_text()


def test_the_reason_stands_beside_its_field_while_one_types(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    open_form(page, my_customer)
    page.locator("[data-words]").fill("常规问候")
    page.locator("[data-why=text] .g-check[data-check=more]").first.wait_for()
    page.locator("[data-next]").fill("跟进")
    page.locator("[data-why=next_step] .g-check[data-check=more]").first.wait_for()
    words = page.locator("[data-save-words]").inner_text()
    assert words.startswith("还差")
    assert "凭证" in words
    assert page.locator("[data-save-button]").is_enabled()


def test_a_hollow_visit_is_kept_found_on_home_and_completed_once(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    open_form(page, my_customer)
    page.locator("[data-words]").fill(CHANGEOVER)
    page.locator("[data-save-button]").tap()
    page.wait_for_url(f"**/customers/{my_customer}/")
    assert "还差" in page.locator("[data-toasts]").inner_text()
    assert visits_of(my_customer) == []
    page.goto("/")
    page.locator(f"a[href*='/customers/{my_customer}/visits/new/?draft=']:visible").first.tap()
    page.locator("[data-restored]:not([hidden])").wait_for()
    assert page.locator("[data-words]").input_value() == CHANGEOVER
    write_visit(page, CHANGEOVER)
    page.locator("input[data-file=photo][capture]").set_input_files(jpeg())
    page.locator("[data-save-state][data-check=ok]").wait_for()
    page.locator("[data-save-button]").tap()
    page.wait_for_url(f"**/customers/{my_customer}/")
    ((_, is_valid, _, _),) = visits_of(my_customer)
    assert is_valid
    page.goto("/")
    assert page.locator(f"a[href*='/customers/{my_customer}/visits/new/?draft=']").count() == 0


def test_a_draft_survives_a_reload(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    open_form(page, my_customer)
    write_visit(page, COOLING)
    page.locator("input[data-file=photo][capture]").set_input_files(jpeg())
    page.locator("[data-save-state][data-check=ok]").wait_for()
    page.reload()
    page.locator("[data-restored]:not([hidden])").wait_for()
    assert page.locator("[data-words]").input_value() == COOLING
    assert page.locator("[data-next]").input_value() == NEXT
    assert page.locator("[data-files] .g-proof").count() == 1


def test_lost_network_loses_nothing_and_sends_once(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    open_form(page, my_customer)
    page.context.set_offline(True)
    screens.eye.forgive("ERR_INTERNET_DISCONNECTED")
    write_visit(page, PRICE)
    page.locator("[data-due]").first.tap()  # no server reads the day out of the words now
    page.locator("input[data-file=photo][capture]").set_input_files(jpeg())
    wait_until(lambda: "没网" in page.locator("[data-save-words]").inner_text(), page=page)
    page.locator("[data-save-button]").tap()
    page.locator(".g-kept").wait_for()
    assert visits_of(my_customer) == []
    posts: list[str] = []
    page.on(
        "request",
        lambda asked: posts.append(asked.url) if asked.method == "POST" and asked.url.endswith("/visits/") else None,
    )
    page.context.set_offline(False)
    page.wait_for_url(f"**/customers/{my_customer}/", timeout=20_000)
    ((_, is_valid, text, _),) = visits_of(my_customer)
    assert (is_valid, text) == (True, PRICE)
    assert photos_of(my_customer) == 1
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert len(posts) == 1
    assert len(visits_of(my_customer)) == 1


def test_an_answer_lost_on_the_way_makes_no_second_visit(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    screens.eye.forgive("ERR_FAILED")
    open_form(page, my_customer)
    write_visit(page, WAREHOUSE)
    page.locator("input[data-file=photo][capture]").set_input_files(jpeg())
    page.locator("[data-save-state][data-check=ok]").wait_for()
    lost: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method != "POST" or lost:
            route.fallback()
            return
        lost.append(route.fetch().status)  # the server has it, the phone never hears of it
        route.abort()

    page.route("**/visits/", lose)
    page.locator("[data-save-button]").tap()
    page.wait_for_url(f"**/customers/{my_customer}/", timeout=20_000)
    assert lost == [201]
    assert len(visits_of(my_customer)) == 1


def test_a_reload_without_network_keeps_page_and_words(screens: Screens, my_customer: int) -> None:
    page = screens.open("rep")
    open_form(page, my_customer)
    page.evaluate("navigator.serviceWorker.ready")
    address = f"/customers/{my_customer}/visits/new/"
    kept = f"caches.open('genjin-pages').then(pages => pages.match('{address}')).then(Boolean)"
    wait_until(lambda: page.evaluate(kept), page=page)
    page.context.set_offline(True)
    screens.eye.forgive("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    write_visit(page, TRAINING)
    page.wait_for_timeout(400)
    page.reload()
    page.locator("[data-restored]:not([hidden])").wait_for()
    assert page.locator("[data-words]").input_value() == TRAINING
    page.goto("/visits/")
    assert "没有网络" in page.locator("main").inner_text() or "没网" in page.locator("main").inner_text()
    page.context.set_offline(False)


def test_a_photo_cut_off_halfway_goes_on_and_is_one_file(screens: Screens, rep: Actor, my_customer: int) -> None:
    page = screens.open("rep")
    screens.eye.forgive("ERR_FAILED")
    open_form(page, my_customer)
    photo = jpeg(grain=2)
    assert len(photo["buffer"]) > 3 * 256 * 1024
    offsets: list[str] = []

    def cut(route: Any) -> None:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                route.abort()
                return
        route.fallback()

    page.route("**/uploads/*/", cut)
    page.locator("input[data-file=photo][capture]").set_input_files(photo)
    wait_until(lambda: offsets.count("262144") >= 2, page=page, within_s=20)
    files = wait_until(
        lambda: rows(
            "select id from evidence_file where uploaded_by_id = %s and size_bytes = %s",
            rep.user_id,
            len(photo["buffer"]),
        ),
        page=page,
    )
    assert len(files) == 1
    assert offsets[:3] == ["0", "262144", "262144"]
