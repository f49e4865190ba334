"""The contract of a field type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from genjin.lib.registry import Registry


class FieldInvalid(Exception):
    """A value its field cannot take: a stable code and words for the reader."""

    def __init__(self, code: str, message: Any) -> None:
        self.code, self.message = code, message
        super().__init__(code)


@dataclass(frozen=True)
class Options:
    """What a field type may need to know of the field: choices (key → label), longest text, today."""

    choices: dict[str, Any]
    max_length: int
    today: date


class FieldType(Protocol):
    """How values of one kind are taken in, kept and compared.

    `clean` turns what came in into the canonical Python value or None (empty), raising FieldInvalid; `to_json` is
    its form in `custom` and the API; `sql` casts `custom -> key` for comparing; `operators` lists what conditions may ask.
    """

    @property
    def key(self) -> str: ...
    @property
    def operators(self) -> tuple[str, ...]: ...
    @property
    def slot(self) -> str: ...

    def clean(self, raw: Any, options: Options) -> Any: ...
    def to_json(self, value: Any, /) -> Any: ...
    def custom_sql(self, key: str) -> str: ...


fieldtypes: Registry[FieldType] = Registry("field type")

TOO_LONG = _("At most %(max)s characters.")
NOT_TEXT = _("This must be text.")


def clean_text(raw: Any, max_length: int) -> str | None:
    """Text without what a database cannot keep; raises FieldInvalid for other types, NUL, lone surrogates, length."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, str):
        raise FieldInvalid("wrong_type", NOT_TEXT)
    if "\x00" in raw:
        raise FieldInvalid("invalid_characters", _("The text holds characters that cannot be kept (NUL)."))
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FieldInvalid("invalid_characters", _("The text holds half a character. Type it again.")) from error
    if len(raw) > max_length:
        raise FieldInvalid("too_long", TOO_LONG % {"max": max_length})
    return raw
