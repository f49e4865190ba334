"""Spreadsheets as other systems write them: the right sheet, its header row, its rows as a person sees them."""

from __future__ import annotations

from genjin.lib.sheets.opening import open_sheet
from genjin.lib.sheets.source import SheetRefused, SheetSource

__all__ = ["SheetRefused", "SheetSource", "open_sheet"]
