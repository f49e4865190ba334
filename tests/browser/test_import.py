"""An ugly export goes in through the browser: columns looked at, progress seen, faulty rows back as a file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tools.look.browsing import DESK

from genjin.sales.demo.ugly import customer_sheet, write_xlsx
from tests.browser.conftest import Screens, actor, rows

pytestmark = pytest.mark.browser


def test_an_ugly_export_goes_in_and_its_faulty_rows_come_back(screens: Screens, inside: None, tmp_path: Path) -> None:
    sheet = customer_sheet(600, owners=("王磊", "周凯"), seed=41)
    file = write_xlsx(sheet, tmp_path / "客户资料导出.xlsx")
    page = screens.open("supervisor", DESK)
    page.goto("/imports/new/?object=customer")
    page.locator("input[type=file][name=file]").set_input_files(file)
    page.locator("form[data-upload] button[type=submit]").click()

    page.wait_for_url("**/mapping/")
    chosen = page.locator("select[name^=column-]").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    assert {"name", "phone", "uscc", "owner", "contact.name", "contact.phone"} <= set(chosen)
    assert page.locator("input[name=header_row]").input_value() == "4"
    page.locator(".g-save button[type=submit]").click()

    page.wait_for_url("**/imports/*/")
    assert page.locator("[data-poll] progress, .g-stats").count()
    page.locator(".g-stats").wait_for(timeout=60_000)
    run = int(page.url.rstrip("/").rsplit("/", 1)[1])
    ((counts,),) = rows("select counts from imports_importrun where id = %s", run)
    told = dict(counts) if isinstance(counts, dict) else __import__("json").loads(counts)
    assert told["failed"] == len(sheet.faults)
    assert told["created"] == len(sheet.rows) - len(sheet.faults) - len(sheet.repeated) - len(sheet.held_back)
    shown = page.locator(".g-stats").inner_text()
    assert str(told["created"]) in shown.replace(",", "")

    with page.expect_download() as download:
        page.locator(f"a[href='/imports/{run}/errors.xlsx']").click()
    book = openpyxl.load_workbook(download.value.path(), read_only=True)
    returned = [row for row in book.active.iter_rows(values_only=True) if any(row)]
    assert len(returned) == 1 + len(sheet.faults)
    page.goto("/customers/")
    assert page.locator("tbody[data-list] tr, [data-list] tr").count()
    assert actor("supervisor").scope("customer", "import") != "none"
