"""Walks an ugly spreadsheet through the import once and names the pages on the way as scenes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from genjin.sales.demo.ugly import customer_sheet, write_xlsx
from tools.look.scenes import Scene

WHO = "supervisor"
ROWS = 4000


def walk_import(context: BrowserContext, folder: Path) -> Iterator[Scene]:
    """Each scene is photographed before the walk goes on to the next step."""
    file = write_xlsx(customer_sheet(ROWS, owners=("王磊", "周凯", "赵鹏")), folder / "客户资料导出2026.xlsx")
    page = context.new_page()
    page.goto("/imports/new/?object=customer")
    page.locator("input[type=file][name=file]").set_input_files(file)
    page.locator("form[data-upload] button[type=submit]").click()
    page.wait_for_url("**/mapping/")
    yield Scene("import-mapping", WHO, urlsplit(page.url).path)
    page.locator(".g-save button[type=submit]").click()
    page.wait_for_url("**/imports/*/")
    address = urlsplit(page.url).path
    yield Scene("import-running", WHO, address, quiet=False)
    page.locator("[data-poll]").wait_for(state="detached", timeout=120_000)
    yield Scene("import-result", WHO, address)
    yield Scene("import-proposals", WHO, "/imports/proposals/")
    yield Scene("imports-list", WHO, "/imports/")
    page.close()
