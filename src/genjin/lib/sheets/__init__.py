"""Spreadsheets as they come out of other systems: the right sheet, its header row, and its rows as a person sees them."""

from __future__ import annotations

from genjin.lib.sheets.opening import open_sheet
from genjin.lib.sheets.source import SheetRefused, SheetSource

__all__ = ["SheetRefused", "SheetSource", "open_sheet"]
