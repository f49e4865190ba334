"""Why a record is inside a watch: facts found in SQL at entering, said in words in any language at any later day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from genjin.kernel.flows.words import COMPANY_LANGUAGE, in_language
from genjin.kernel.objects.conditions.compile import Asked, Sql, expression
from genjin.lib.registry import Registry


@dataclass(frozen=True)
class Reason:
    """A registered way to find facts.

    `facts`: SQL over alias `t` (with `{now}` and `{today}`) giving jsonb with `variant`, one of `variants`, and
    `since`, a date. Texts are the watch's: one per variant and language, with `{days}` for the days since then.
    """

    key: str
    object_key: str
    variants: tuple[str, ...]
    facts: str


reasons: Registry[Reason] = Registry("reason")

Texts = Mapping[str, Mapping[str, str]]


def facts_sql(reason: Reason, asked: Asked) -> Sql:
    """The facts of alias `t` as of then, and the day itself."""
    found = expression(reason.facts, asked)
    return Sql(f"({found.text} || jsonb_build_object('asked_on', %s::date))", (*found.params, asked.today))


def words_sql(reason: Reason, texts: Texts, facts: str, today: date) -> Sql:
    """The reason in the company's words, from an expression that holds the facts."""
    whens = "".join(" when %s::text then %s::text" for _variant in reason.variants)
    params: list[Any] = []
    for variant in reason.variants:
        params += [variant, in_language(texts[variant], COMPANY_LANGUAGE)]
    said = f"case {facts} ->> 'variant'{whens} else '' end"
    days = f"(%s::date - ({facts} ->> 'since')::date)::text"
    return Sql(f"left(replace({said}, '{{days}}', {days}), 300)", (*params, today))


def say(texts: Texts, facts: Mapping[str, Any], language: str, on: date) -> str:
    """The reason in a language, with its days counted to `on`, or to the day asked about where that is later; empty
    when the facts are of a text that is gone."""
    variant = texts.get(str(facts.get("variant")))
    if variant is None or "since" not in facts:
        return ""
    last = max(on, date.fromisoformat(facts.get("asked_on", facts["since"])))
    days = (last - date.fromisoformat(facts["since"])).days
    return in_language(variant, language).replace("{days}", str(days))
