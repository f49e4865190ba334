"""What people write is shown as written: no name, text or file name ever runs as a script."""

from __future__ import annotations

from typing import Any

import pytest

from genjin.kernel.people.actor import Actor
from genjin.kernel.records.write import write
from tests.browser.conftest import Screens, jpeg, rows

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>pwned('tag')</script>",
    "\"><script>pwned('attribute')</script>",
    "'><img src=x onerror=pwned('image')>",
    "<svg onload=pwned('svg')>",
    "</script><script>pwned('block')</script>",
    "</textarea><script>pwned('textarea')</script>",
    "javascript:pwned('address')",
    "{{constructor.constructor('pwned(1)')()}}",
    "<iframe srcdoc=\"<script>parent.pwned('frame')</script>\">",
    "\u2028<!--</title><body onfocus=pwned('focus') autofocus x-data x-init=\"pwned('alpine')\" hx-on:load=\"pwned('htmx')\">",
)
_TRAP = "window.caught = []; window.pwned = what => window.caught.push(what);"


def lay_out(rep: Actor) -> list[int]:
    """A customer with a contact for every payload."""
    customers = []
    for number, words in enumerate(PAYLOADS):
        body = {"name": f"{words}{number}", "address": words, "industry": words[:60]}
        customers.append(write(rep, "customer", None, body, origin="form").id)
        person = {"customer": str(customers[-1]), "name": words[:60], "title": words[:60]}
        write(rep, "contact", None, person, origin="form")
    return customers


def record(page: Any, customer: int, words: str, number: int) -> None:
    page.goto(f"/customers/{customer}/visits/new/")
    page.locator("[data-save-words]:not(:empty)").wait_for()
    page.locator("[data-words]").fill(f"{words} 第{number}次来看现场，设备还没有装好{number * 7919}")
    page.locator("[data-quote]").click()
    page.locator("[data-next]").fill(f"{words[:80]} 确认")
    photo = jpeg() | {"name": f"{words.replace('/', '_')[:80]}.jpg"}
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.status == 201):
        page.locator("input[data-file=photo][capture]").set_input_files(photo)
    page.locator("[data-files] .g-find").first.wait_for()
    page.locator("[data-save-button]").tap()
    page.wait_for_url(f"**/customers/{customer}/")


def test_nothing_written_ever_runs(screens: Screens, rep: Actor) -> None:
    customers = lay_out(rep)
    page = screens.open("rep")
    page.add_init_script(_TRAP)
    caught: list[str] = []
    page.on("dialog", lambda dialog: (caught.append("dialog"), dialog.dismiss()))
    for number, (customer, words) in enumerate(zip(customers, PAYLOADS, strict=True)):
        record(page, customer, words, number)
        visits = rows("select id from sales_visit where customer_id = %s", customer)
        for path in (f"/customers/{customer}/", *(f"/visits/{visit}/" for (visit,) in visits)):
            page.goto(path)
            caught += page.evaluate("window.caught")
    for path in ("/", "/customers/?sort=name", "/visits/", "/tasks/", f"/customers/?q={PAYLOADS[0]}"):
        page.goto(path)
        caught += page.evaluate("window.caught")
    assert caught == []
    assert page.locator("script:not([src]):not([type='application/json'])").count() == 0
