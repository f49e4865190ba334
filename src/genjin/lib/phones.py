"""Telephone numbers as people and spreadsheets write them, as E.164 plus extension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from genjin.lib.refusal import Refusal
from genjin.lib.text.normal import seen


@dataclass(frozen=True)
class Phone:
    """`e164` such as +8613800138000, `ext` digits or empty, `rest` what else stood in the cell, as written."""

    e164: str
    ext: str = ""
    rest: tuple[str, ...] = ()


class PhoneDigitsLost(Refusal):
    """The sheet kept 1.38E+10 and dropped the digits: nothing can bring them back."""

    code = "phone_digits_lost"


class PhoneInvalid(Refusal):
    code = "phone_invalid"


_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SCIENTIFIC = re.compile(r"^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$")
_WHOLE_FLOAT = re.compile(r"^(\d{7,15})\.0+$")
_SEVERAL = re.compile(r"[/,;、|\n\r]+|\s+(?:或|和|or)\s+|或", re.IGNORECASE)
_EXT = re.compile(r"(?:转|轉|分机|分機|内线|#|\*|ext\.?|x)\s*[:.]?\s*(\d{1,6})\s*(?:分机)?$", re.IGNORECASE)
_LABEL = re.compile(r"(?:tel|phone|mobile|mob|cell|fax)\b\.?", re.IGNORECASE)
_WORDS = re.compile(r"[\u3400-\u9fff:·]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣ー~", "-"))
_APART = re.compile(r"[\s()\[\]./-]+")
_SHAPE = re.compile(r"^\+?[\d\s()\[\].-]+$")

_AREA = r"(10|2\d|[3-9]\d\d)"
# Eight or seven digits in a row first, so that -802 stays an extension; then any grouping.
_LANDLINES = (
    re.compile(rf"^0?{_AREA}[- ]*([2-9](?: ?\d){{6,7}})(?:-+ ?(\d{{1,6}}))?$"),
    re.compile(rf"^0?{_AREA}[- ]*([2-9](?:[- ]*\d){{7}})(?:[- ]+(\d{{1,6}}))?$"),
    re.compile(rf"^0?{_AREA}[- ]*([2-9](?:[- ]*\d){{6}})(?:[- ]+(\d{{1,6}}))?$"),
)
_MOBILE = re.compile(r"^0?(1[3-9]\d(?:[- ]*\d){8})(?:[- ]+(\d{1,6}))?$")
_SERVICE = re.compile(r"^([48]00(?:[- ]*\d){7})(?:[- ]+(\d{1,6}))?$")
_SHORT = re.compile(r"^(9[56]\d{3,6})$")


def parse_phone(raw: object) -> Phone:
    """The first telephone number of a cell. Raises PhoneDigitsLost or PhoneInvalid."""
    if isinstance(raw, bool) or raw is None:
        raise _invalid()
    if isinstance(raw, float):
        if not (raw.is_integer() and 0 < raw < 1e15):
            raise _invalid()
        raw = int(raw)
    text = str(raw)
    if _PLAIN_MOBILE.fullmatch(text):
        return Phone(f"+86{text}")
    if isinstance(raw, int) and (landline := _in_china(f"0{text}")) is not None:
        # A number cell drops the zero of the area code: 051983123456 arrives as 51983123456.
        return landline
    return _parse(text)


def mask(e164: str) -> str:
    """The number for those who may not see it: 138****8000, 0519****3456; short ones show their end only."""
    national = _national(e164)
    if len(national) < 8:
        return "*" * max(len(national) - 2, 0) + national[-2:]
    head = 3 if national[:1] != "0" or national[1:2] in "12" else 4
    return f"{national[:head]}****{national[-4:]}"


def _national(e164: str) -> str:
    if not e164.startswith("+86"):
        return e164
    digits = e164[3:]
    return digits if (digits[:1] == "1" and len(digits) == 11) or digits[:3] in ("400", "800") else f"0{digits}"


@lru_cache(maxsize=4096)
def _parse(raw: str) -> Phone:
    text = seen(raw).translate(_DASHES).strip().strip("'\"`").strip()
    parts = [_restored(part.strip()) for part in _SEVERAL.split(text) if part.strip()]
    text = parts[0] if len(parts) == 1 else text
    if len(parts) <= 1 and text and (whole := _one(text)) is not None:
        return whole
    if len(parts) <= 1:
        # Two numbers may be parted by a space or a name only: 13800138000 13900139000, 张三13800138000 李四139….
        parts = [part for part in re.split(r"\s{1,}|(?<=\d)(?=[\u3400-\u9fff])", text) if any(map(str.isdigit, part))]
    for at, part in enumerate(parts):
        phone = _one(part)
        if phone is not None:
            return Phone(phone.e164, phone.ext, tuple(parts[:at] + parts[at + 1 :]))
    raise _invalid()


def _restored(text: str) -> str:
    """Undo number formats that kept all digits; refuse those that did not."""
    if whole := _WHOLE_FLOAT.match(text):
        return whole[1]
    if text and not text.strip("#"):
        raise _lost()
    match = _SCIENTIFIC.match(text)
    if not match:
        return text
    decimals, exponent = match[2] or "", int(match[3])
    if len(decimals) < exponent:
        raise _lost()
    if decimals[exponent:].strip("0"):
        raise _invalid()
    return match[1] + decimals[:exponent]


def _one(part: str) -> Phone | None:
    """One number without its label and extension, or None."""
    ext = ""
    text = part.strip()
    found = _EXT.search(text)
    if found and sum(map(str.isdigit, text[: found.start()])) >= 7:
        ext, text = found[1], text[: found.start()]
    text = _WORDS.sub(" ", _LABEL.sub(" ", text)).strip(" -.,:;()")
    text = text if not part.startswith("(") or text.startswith(("(", "+")) else f"({text}"
    if not text or len(text) > 40 or not _SHAPE.match(text):
        return None
    number = _abroad(text) if _is_foreign(text) else _in_china(text)
    if number is None:
        return None
    return Phone(number.e164, number.ext or ext)


def _is_foreign(text: str) -> bool:
    digits = _APART.sub("", text)
    return digits.startswith(("+", "00")) and not digits.startswith(("+86", "0086"))


def _abroad(text: str) -> Phone | None:
    digits = _APART.sub("", text)
    digits = digits[1:] if digits.startswith("+") else digits[2:]
    return Phone(f"+{digits}") if digits.isdigit() and digits[0] != "0" and 7 <= len(digits) <= 15 else None


def _in_china(text: str) -> Phone | None:
    text = re.sub(r"[()\[\].]", "-", text)
    text = re.sub(r"-{2,}", "-", re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text))).strip("- ")
    stripped = re.sub(r"^(?:\+|00)86[- ]*", "", text)
    if stripped == text and text.startswith("86") and len(_APART.sub("", text)) >= 11:
        stripped = text[2:].lstrip("- ")
    had_prefix = stripped != text
    if match := _MOBILE.match(stripped):
        return Phone("+86" + _APART.sub("", match[1]), match[2] or "")
    if match := _SERVICE.match(stripped):
        return Phone("+86" + _APART.sub("", match[1]), match[2] or "")
    for pattern in _LANDLINES:
        match = pattern.match(stripped)
        if match and (had_prefix or stripped.startswith("0")):
            return Phone(f"+86{match[1]}{_APART.sub('', match[2])}", match[3] or "")
    if match := _SHORT.match(stripped):
        return Phone(f"+86{match[1]}")
    return None


def _lost() -> PhoneDigitsLost:
    return PhoneDigitsLost(
        _("The sheet has lost digits of this number. Format the column as text and enter the number again.")
    )


def _invalid() -> PhoneInvalid:
    return PhoneInvalid(_("This is no telephone number. A landline needs its area code: 0519-83123456."))
