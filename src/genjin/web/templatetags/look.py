"""Tags and filters of the look: built assets, icons, and the house's way to write days, clocks and figures."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from genjin.kernel.jobs import clock
from genjin.web.shell import wording
from genjin.web.shell.assets import asset_tags
from genjin.web.shell.assets import asset_url as built_url
from genjin.web.shell.context import Shell

register = template.Library()


@register.simple_tag
def asset(source: str) -> SafeString:
    """Load a built source: `{% asset 'visit.ts' %}`, `{% asset 'styles/genjin.css' %}`."""
    return asset_tags(source)


@register.simple_tag
def asset_url(source: str) -> str:
    """The address of a built file: `{% asset_url 'icons.svg' %}`."""
    return built_url(source)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """One icon of the sprite: `{% icon 'home' %}`, `{% icon 'check' 'sm' %}`; with `label` it speaks for itself."""
    kind = format_html(" g-i--{}", size) if size else ""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="g-i{}" {}><use href="{}#i-{}"/></svg>', kind, voice, built_url("icons.svg"), name)


@register.simple_tag
def json_block(element_id: str, **values: Any) -> SafeString:
    """Data for a page's script: `{% json_block 'visit-config' customer=customer due=due_chips %}`."""
    return json_script(values, element_id)


@register.simple_tag(takes_context=True)
def due_words(context: Context, due: datetime | None) -> str:
    """「还剩 0:38」, 「过了 2 天」, 「明天 18:00」, by the page's clock."""
    return wording.clock_words(due, _now(context)) if due else ""


@register.simple_tag(takes_context=True)
def due_state(context: Context, due: datetime | None) -> str:
    """`late`, `soon` or nothing: the `state` of `<c-clock>`."""
    return wording.clock_state(due, _now(context)) if due else ""


def _now(context: Context) -> datetime:
    shell = context.get("shell")
    return shell.now if isinstance(shell, Shell) else clock.now()


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """`<time>11月24日</time>`."""
    return _time(value, wording.day_words)


@register.filter
def day_week(value: date | datetime | None) -> SafeString:
    """`<time>11月24日 周二</time>`."""
    return _time(value, wording.day_week_words)


@register.filter
def hour(value: datetime | None) -> SafeString:
    """`<time>09:32</time>`."""
    return _time(value, wording.hour_words)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """`<time>11月24日 10:40</time>`."""
    return _time(value, wording.moment_words)


def _time(value: Any, words: Any) -> SafeString:
    if not value:
        return mark_safe("")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words(value))


@register.filter
def percent(value: Fraction | Decimal | float | None, places: int = 0) -> str:
    """`{{ rate|percent }}` → 「21%」, halves up; `{{ rate|percent:1 }}` → 「48.2%」."""
    return wording.percent_words(value, int(places))


@register.filter
def surname(name: str | None) -> str:
    """The one character in a person's square: the surname, or a Latin name's initial."""
    return (name or "?").strip()[:1].upper() or "?"


@register.filter
def thousands(value: int | None) -> str:
    """`12000` → 「12,000」 in every language."""
    return "—" if value is None else f"{value:,}"
