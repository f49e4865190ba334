"""Filters for a customer's lamp in words."""

from __future__ import annotations

from django import template

from genjin.sales.customers.queries import Beside
from genjin.web.customers import wording

register = template.Library()


@register.filter
def lamp_words(beside: Beside) -> str:
    """The lamp's reason."""
    return wording.lamp_words(beside)


@register.filter
def lamp_short(beside: Beside) -> str:
    """The same for a table's cell."""
    return wording.lamp_short(beside)
