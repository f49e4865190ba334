"""Filters for what codes and states are called: need types, reasons, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from genjin.sales.models.customer import BuyingRole, CustomerStatus
from genjin.web.templatetags import look
from genjin.web.visits import wording

register = template.Library()


@register.filter
def need(key: str | None) -> str:
    """`{{ visit.need_type|need }}` → 「技术」."""
    return wording.need_label(key)


@register.filter
def missing(codes: Iterable[str]) -> str:
    """`{{ draft.codes|missing }}` → 「下次动作、新信息」."""
    return wording.missing_words(codes)


@register.filter
def lacking(findings: Iterable[Mapping[str, Any]]) -> str:
    """What a hollow visit lacked, by its stored findings."""
    return wording.missing_words(f["code"] for f in findings if f.get("code") in wording.MISSING)


@register.filter
def hollow(code: str) -> str:
    """「只写了“常规问候”」."""
    return wording.hollow_words(code)


@register.filter
def buying_role(key: str | None) -> str:
    """「拍板」."""
    return str(dict(BuyingRole.choices).get(key or "", ""))


@register.filter
def customer_status(key: str | None) -> str:
    """「交付中」."""
    return str(dict(CustomerStatus.choices).get(key or "", ""))


@register.filter
def finding_words(finding: Mapping[str, Any]) -> str:
    """The words of a stored finding in the reader's language where its code is known, else as stored."""
    return str(wording.HOLLOW.get(str(finding.get("code")), finding.get("message", "")))


@register.filter
def ten_thousands(value: Any) -> str:
    """`2180000` → 「218.0」: in units of ten thousand."""
    return "—" if value is None else f"{value / 10000:,.1f}"


@register.filter
def money(value: Any) -> str:
    """`2180000` → 「218 万」, "2,180,000" for who does not count in 万."""
    if value is None:
        return "—"
    if (get_language() or "zh-hans").startswith("zh") and value >= 10000:
        return f"{value / 10000:,.1f}".removesuffix(".0") + " 万"
    return f"{value:,.0f}"


@register.filter
def day_of(text: str | None) -> SafeString:
    """`{{ "2026-12-02"|day_of }}` → 「12月2日」: a day that travelled as JSON."""
    try:
        return look.day(date.fromisoformat(text or ""))
    except ValueError:
        return mark_safe("")


@register.filter
def phone(e164: str | None) -> str:
    """`+8613800138000` → 「138 0013 8000」, `+8651988886666` → 「0519-88886666」; foreign numbers as they are."""
    number = (e164 or "").removeprefix("+86")
    if not e164 or number == e164 or not number.isdigit():
        return e164 or ""
    if len(number) == 11 and number[0] == "1":
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    area = 2 if number[0] in "12" else 3
    return f"0{number[:area]}-{number[area:]}" if len(number) > 8 else number


@register.filter
def of_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`{{ files|of_key:visit.id }}`: the value under a key, or nothing."""
    return mapping.get(key)


@register.filter
def task_kind(kind: str) -> str:
    """What kind of task it is."""
    return {"next_step": _("Promise"), "silent_customer": _("Red light")}.get(kind, _("Task"))
