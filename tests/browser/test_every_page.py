"""Every page on a phone and at a desk: quiet console, own machine only, thumbs, labels, keys, nothing sideways."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tools.look.browsing import DESK, PHONE
from tools.look.measure import sideways, small_targets, unlabelled

from tests.browser.conftest import Screens

pytestmark = pytest.mark.browser

#: What is ours on a page, in whatever language the records are.
OURS = "nav, .g-sec__title, .g-field__k, .g-btn, th, legend, .g-empty, .g-chips > a"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

PAGES = {
    "": ("/sign-in/", "/offline/"),
    "rep": (
        "/", "/customers/", "/customers/?q=远驰", "/customers/new/", "/customers/{customer}/",
        "/customers/{customer}/edit/", "/customers/{customer}/contacts/new/", "/customers/{customer}/visits/new/",
        "/visits/", "/visits/{visit}/", "/tasks/", "/messages/", "/figures/", "/me/", "/settings/tokens/",
    ),
    "supervisor": ("/", "/today/backlog/", "/customers/", "/tasks/", "/imports/", "/imports/new/", "/imports/proposals/"),
    "director": ("/", "/figures/", "/figures/valid_visit_rate/records/"),
    "admin": ("/", "/people/", "/settings/", "/settings/bin/"),
    "engineer": ("/tasks/",),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(company: Any) -> dict[str, int]:
    """A customer with a visit of the rep's."""
    customer, visit = company.ask(
        "import json; from genjin.sales.models.visit import Visit;"
        "v = Visit.objects.filter(author__username='rep', owner__username='rep').order_by('-occurred_at').first();"
        "print(json.dumps([v.customer_id, v.id]))"
    )
    return {"customer": customer, "visit": visit}


@pytest.mark.parametrize("person", PAGES)
def test_on_a_phone_every_page_fits_and_every_target_is_a_thumb_wide(
    screens: Screens, found: dict[str, int], person: str
) -> None:
    page = screens.open(person, PHONE)
    wrong = []
    for path in PAGES[person]:
        page.goto(path.format(**found))
        seen = sideways(page) + small_targets(page) + unlabelled(page)
        wrong += [f"{path}: {one}" for one in seen]
    assert wrong == []


@pytest.mark.parametrize("person", PAGES)
def test_at_a_desk_every_page_is_quiet_and_named(screens: Screens, found: dict[str, int], person: str) -> None:
    page = screens.open(person, DESK)
    wrong = []
    for path in PAGES[person]:
        page.goto(path.format(**found))
        wrong += [f"{path}: {one}" for one in sideways(page) + unlabelled(page)]
        assert page.locator("main h1:visible, h1:visible").count() == 1, path
    assert wrong == []


def test_english_is_whole_on_every_page_of_a_rep(screens: Screens, found: dict[str, int]) -> None:
    page = screens.open("rep", PHONE)
    page.goto("/me/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    for path in PAGES["rep"]:
        page.goto(path.format(**found))
        assert page.locator("html").get_attribute("lang") == "en"
        assert sideways(page) == []
        frame = page.locator(OURS).all_inner_texts()
        assert [words for words in frame if CHINESE.search(words.replace("中文", ""))] == [], path
    page.goto("/me/")
    page.get_by_role("button", name="中文").click()


def test_a_visit_can_be_recorded_with_the_keyboard_alone(screens: Screens, found: dict[str, int]) -> None:
    page = screens.open("rep", DESK)
    page.goto(f"/customers/{found['customer']}/visits/new/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "g-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    passed = []
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => [document.activeElement.id || document.activeElement.name || '',"
            " document.activeElement.hasAttribute('data-save-button')]"
        )
        passed.append(here[0])
        if here[1]:
            break
    assert here[1], passed
    assert {"words", "need_type", "next"} <= set(passed)
