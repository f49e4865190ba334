"""One way to normalise text: NFKC that is quick on clean input and cannot be made to crawl."""

from __future__ import annotations

import re
import unicodedata

# normalize() sorts a run of combining marks by insertion: a 10 MB run would take hours. Pieces bound the sorting.
_PIECE = 512

# Characters nobody sees: joiners, direction marks, variation selectors, combining strokes. They neither count nor
# part what stands beside them, else "常<zero width>规问候" would be no stock phrase.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)

# Emoji that NFKC would turn into letters or ideographs: keycaps, squared ideographs, and text symbols that were
# asked to be drawn as a picture (U+FE0F).
_PICTURES = re.compile(
    "[0-9#*]\ufe0f?\u20e3|[\U0001f100-\U0001f1ff\U0001f200-\U0001f2ff]|[\u00a9\u00ae\u2122\u2139\u24c2\u3297\u3299]\ufe0f"
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def nfkc(text: str) -> str:
    """NFKC of `text` in time that grows with its length only."""
    if text.isascii():
        return text
    if len(text) <= _PIECE:
        return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return "".join(unicodedata.normalize("NFKC", piece) for piece in _pieces(text))


def seen(text: str) -> str:
    """NFKC without what nobody sees; emoji become spaces."""
    if text.isascii():
        return text
    return _UNSEEN.sub("", nfkc(_PICTURES.sub(" ", text)))


def storable(text: str) -> str:
    """`text` without what a database column cannot hold: NUL, other control characters, lone surrogates."""
    return _CONTROL.sub("", text)


def _pieces(text: str) -> list[str]:
    """Cut so that a mark stays with its letter, unless there are absurdly many of them."""
    pieces = []
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        limit = min(end + 32, len(text))
        while end < limit and unicodedata.combining(text[end]):
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces
