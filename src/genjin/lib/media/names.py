"""File names as people send them, made fit to show and to store."""

from __future__ import annotations

import re

from genjin.lib.text.normal import nfkc

_MAX_CHARS, _MAX_BYTES, _MAX_SUFFIX = 120, 200, 12
# Control characters, surrogates, and marks that turn the reading direction: "‮gpj.exe" would show as exe.jpg.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

# What a computer may run or a browser show as a page: never under our roof, whatever its bytes are.
_ACTIVE = """
    exe dll com scr pif bat cmd ps1 vbs vbe js jse mjs wsf wsh msi msp jar apk app hta lnk reg sh bash php phtml
    jsp asp aspx html htm xhtml shtml mht mhtml svg svgz xml xsl swf docm dotm xlsm xltm xlam xlsb pptm potm ppsm
    ppam iso img
"""
ACTIVE_SUFFIXES = frozenset(_ACTIVE.split())


def clean_name(name: str) -> str:
    """Last part of a path without control, direction and path signs, at most 120 characters and 200 bytes of UTF-8
    with the suffix kept; never empty."""
    # Twice the limit is enough to find the last part in, and bounds what follows.
    last = re.split(r"[/\\]", name[-4096:])[-1]
    last = _FORBIDDEN.sub("_", _UNSEEN.sub("", nfkc(_UNSEEN.sub("", last))))
    last = re.sub(r"[/\\]", "_", last)
    last = re.sub(r"\s+", " ", last).strip(" .")
    if _RESERVED.match(last):
        last = f"_{last}"
    return _shortened(last) or "file"


def suffix_of(name: str) -> str:
    """Lower-case suffix without its dot; empty if there is none."""
    stem, dot, suffix = clean_name(name).rpartition(".")
    return suffix.lower() if dot and stem else ""


def _shortened(name: str) -> str:
    if len(name) <= _MAX_CHARS and len(name.encode()) <= _MAX_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem or len(suffix) > _MAX_SUFFIX:
        stem, tail = name, ""
    else:
        tail = dot + suffix
    stem = stem[: _MAX_CHARS - len(tail)]
    while len((stem + tail).encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + tail
