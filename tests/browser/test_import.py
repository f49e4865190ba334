"""An ugly export goes in through the browser: columns looked at, progress seen, faulty rows back as a file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tools.look.browsing import DESK

from genjin.kernel.imports.models import ImportRun
from genjin.sales.demo.ugly import customer_sheet, write_xlsx
from tests.browser.conftest import Screens, rows

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
    counts = ImportRun.objects.get(id=run).counts
    assert counts["failed"] == len(sheet.faults)
    assert sum(counts.values()) == len(sheet.rows)
    assert counts["created"] > 0.8 * len(sheet.rows)
    shown = [one.inner_text() for one in page.locator(".g-stats .g-stat__v").all()]
    assert sorted(map(int, shown)) == sorted(counts.values())

    with page.expect_download() as download:
        page.locator(f"a[href='/imports/{run}/errors.xlsx']").click()
    download.value.save_as(tmp_path / "errors.xlsx")
    book = openpyxl.load_workbook(tmp_path / "errors.xlsx", read_only=True)
    returned = [row for row in book.active.iter_rows(values_only=True) if any(row)]
    assert len(returned) == 1 + len(sheet.faults)
    reasons = {row[0] for row in rows("select code from imports_rowerror where run_id = %s", run)}
    assert len(reasons) == len(set(sheet.faults.values()))
