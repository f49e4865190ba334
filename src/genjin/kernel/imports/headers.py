"""Headers: which field a column's header means, in Chinese or English, and the shape of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import override

from genjin.kernel.imports.importer import ImportField
from genjin.lib.hashing import sha256_hex
from genjin.lib.text.normal import seen

_BRACKETS = re.compile(r"[(\[{<【〔《][^)\]}>】〕》]*[)\]}>】〕》]")
#: 统一社会信用代码/税号 is either.
_OR = re.compile("[/、|]|或")
_APART = re.compile(r"[\W_]+")
#: What systems put around a word without changing what it means: 客户手机号, 公司地址2, 负责人姓名.
_BEFORE = re.compile("^(?:客户|公司|企业|单位|account|customer|company)(?=.{2,})")
_AFTER = re.compile(r"(?:\d+|姓名|名称|信息|必填|选填)$")


class HeaderWords:
    """The words of every field of an object."""

    def __init__(self, fields: Iterable[ImportField]) -> None:
        self._exact: dict[str, str] = {}
        for field in fields:
            for word in _words(field):
                self._exact.setdefault(_plain(word), field.key)

    def field_of(self, header: str) -> str | None:
        """The field that a header means, None for a strange one."""
        return self._found(header)[0]

    def knows(self, header: str) -> bool:
        """Whether a header means a field: what `open_sheet` finds the header row by."""
        return self._found(header)[0] is not None

    def mapping(self, headers: Sequence[str]) -> dict[int, str]:
        """Column index → field key. Of several columns for one field the surest stands, the first among equals."""
        best: dict[str, tuple[int, int]] = {}
        for index, header in enumerate(headers):
            key, distance = self._found(header)
            if key is not None and (key not in best or distance < best[key][0]):
                best[key] = distance, index
        return {index: key for key, (_, index) in sorted(best.items(), key=lambda item: item[1][1])}

    def _found(self, header: str) -> tuple[str | None, int]:
        """The field and how far the header is from its word: 0 the word itself, more with what was taken off."""
        if not header or len(header) > 80:
            return None, 0
        for distance, word in enumerate(_tries(header)):
            key = self._exact.get(word)
            if key is not None:
                return key, distance
        return None, 0


def shape_of(headers: Sequence[str]) -> str:
    """Equal for files with the same headers in the same order: what a mapping is remembered under."""
    return sha256_hex("\x1f".join(_plain(header) for header in headers).encode("utf-8", "replace"))


def _words(field: ImportField) -> list[str]:
    words = [field.short if not field.added else field.added.key, *field.aliases]
    for language in ("zh-hans", "en"):
        with override(language):
            words.append(str(field.label))
    return words


def _tries(header: str) -> list[str]:
    folded = seen(header)
    bare = _plain(_BRACKETS.sub("", folded))
    tries = [_plain(folded), bare]
    shorter = _AFTER.sub("", bare)
    parts = [_plain(part) for part in _OR.split(_BRACKETS.sub("", folded))]
    tries += [*parts[:3], shorter, _BEFORE.sub("", bare), _BEFORE.sub("", shorter), _AFTER.sub("", shorter)]
    return [word for word in tries if word]


def _plain(text: str) -> str:
    return _APART.sub("", seen(text).casefold())
