"""The unified social credit code of a Chinese organisation (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from genjin.lib.refusal import Refusal
from genjin.lib.text.normal import nfkc

# 31 signs: I, O, S, V and Z are left out because they are misread.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {sign: value for value, sign in enumerate(_SIGNS)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_APART = re.compile(r"[\s\-_.'\"\u200b\ufeff]+")


class UsccInvalid(Refusal):
    code = "uscc_invalid"


def normalise_uscc(raw: object) -> str:
    """18 capital signs, or UsccInvalid. A number cell has lost digits of a code: never guessed."""
    if not isinstance(raw, str):
        raise UsccInvalid(_("A credit code has 18 letters and digits; this cell is a number. Format it as text."))
    code = _APART.sub("", nfkc(raw)).upper()
    if not is_valid_uscc(code):
        raise UsccInvalid(
            _("This is no credit code: 18 letters and digits, the last one a check digit. Compare with the licence.")
        )
    return code


def is_valid_uscc(code: str) -> bool:
    """Length, signs and check digit of a code in capitals."""
    if len(code) != 18:
        return False
    try:
        values = [_VALUE[sign] for sign in code]
    except KeyError:
        return False
    total = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=False))
    return (31 - total % 31) % 31 == values[17]
