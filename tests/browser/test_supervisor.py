"""A supervisor's morning at a desk: keys, one tap, and a red light that goes out by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tools.look.browsing import DESK

from genjin.kernel.flows.watches import evaluate
from genjin.kernel.jobs import clock
from genjin.kernel.people.actor import Actor
from tests.browser.conftest import Screens, customer, jpeg, rows, wait_until

pytestmark = pytest.mark.browser

SAID = "冲压线安全光栅误触发，设备科罗工说一班停三次，要我们月底前带新型号来试装半天"


@pytest.fixture
def silent(rep: Actor) -> int:
    """A customer of the rep's that fell silent today: flagged, and a task of the supervisor's, the most valuable one."""
    found = customer(rep, f"晋川冲压{clock.now().timestamp():.0f}", value="99000000")
    # Silent for exactly the day on which the watch first sees it: assigned after the switch-on counts from then.
    rows(
        "update sales_customer set assigned_at = %s where id = %s returning id", clock.now() - timedelta(days=14), found
    )
    evaluate("silent_customer", record_ids=[found])
    return found


def flags(customer_id: int) -> list[tuple[Any, ...]]:
    return rows(
        "select backlog, left_at is null from records_flag where key = 'silent' and record_id = %s", customer_id
    )


def task_of(customer_id: int) -> tuple[Any, ...]:
    (found,) = rows(
        "select id, state, started_at from work_task where kind = 'silent_customer' and object_key = 'customer'"
        " and record_id = %s",
        customer_id,
    )
    return found


def messages_about(customer_id: int) -> int:
    return int(
        rows("select count(*) from messages_message where kind = 'coaching' and record_id = %s", customer_id)[0][0]
    )


def test_a_red_light_is_handed_over_in_one_tap_and_goes_out_by_itself(
    screens: Screens, silent: int, supervisor: Actor
) -> None:
    task_id, state, _ = task_of(silent)
    assert (flags(silent), state) == ([(False, True)], "open")
    page = screens.open("supervisor", DESK)
    page.goto("/")
    row = page.locator(f"[data-queue-item='{task_id}']")
    for _ in range(7):
        if row.get_attribute("aria-current") == "true":
            break
        page.keyboard.press("j")
    assert row.get_attribute("aria-current") == "true"
    name = page.locator("#pane h2, #pane .g-head__title").first
    wait_until(lambda: "晋川冲压" in name.inner_text(), page=page)
    page.keyboard.press("1")
    wait_until(lambda: messages_about(silent) == 1, page=page)
    assert task_of(silent)[1] == "started"
    row.wait_for(state="detached")

    phone = screens.open("rep")
    phone.goto("/messages/")
    assert "晋川冲压" in phone.locator("main").inner_text()
    phone.goto(f"/customers/{silent}/visits/new/")
    phone.locator("[data-words]").fill(SAID)
    phone.locator("label:has(> input[name=need_type][value=service])").first.tap()
    phone.locator("input[data-file=photo][capture]").set_input_files(jpeg())
    phone.locator("[data-next]").fill("带光栅样品试装")
    phone.locator("[data-save-state][data-check=ok]").wait_for()
    phone.locator("[data-save-button]").tap()
    phone.wait_for_url(f"**/customers/{silent}/")
    wait_until(lambda: flags(silent) == [(False, False)], page=phone)
    assert task_of(silent)[1] in ("done", "cancelled")
    page.goto("/")
    assert page.locator(f"[data-queue-item='{task_id}']").count() == 0


def test_keys_walk_the_queue_down_and_up(screens: Screens, silent: int) -> None:
    page = screens.open("supervisor", DESK)
    page.goto("/")
    chosen = page.locator("[data-queue-item][aria-current=true]")
    first = chosen.get_attribute("data-queue-item")
    if page.locator("[data-queue-item]:visible").count() < 2:
        pytest.fail("the demo's supervisor has fewer than two decisions")
    page.keyboard.press("j")
    wait_until(lambda: chosen.get_attribute("data-queue-item") != first, page=page)
    page.keyboard.press("k")
    wait_until(lambda: chosen.get_attribute("data-queue-item") == first, page=page)
