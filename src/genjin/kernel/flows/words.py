"""Texts of steps and reasons: by language, with a few named places, nothing else is read from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from genjin.kernel.flows.steps.contract import Case

#: The company's own language: what is stored in words is stored in it.
COMPANY_LANGUAGE = "zh-hans"
_PLACE = re.compile(r"\{([a-z_]+)\}")


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in the company's, else any."""
    return texts.get(language) or texts.get(COMPANY_LANGUAGE) or next(iter(texts.values()), "")


def filled(texts: Mapping[str, str], language: str, case: Case) -> str:
    """A text with `{title}`, `{reason}` and the facts of a case put in; unknown places stay as they stand."""
    values: dict[str, Any] = {**case.facts, "title": case.title, "reason": case.reason}
    return _PLACE.sub(lambda m: str(values.get(m[1], m[0])), in_language(texts, language))
