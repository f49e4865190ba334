"""Hashes with one spelling each: of bytes and files, of JSON documents, of imported rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID


def sha256_hex(source: bytes | bytearray | memoryview | Path | str) -> str:
    """Hex SHA-256 of bytes, or of the file at a path, read in pieces."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return hashlib.sha256(source).hexdigest()
    with open(source, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(obj: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: equal values, equal bytes. Dates, decimals and UUIDs become strings.

    Raises ValueError for NaN, infinities and lone surrogates, TypeError for what has no JSON form.
    """
    text = json.dumps(obj, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_spelled)
    return text.encode("utf-8")


def fingerprint(values: Iterable[str | None]) -> bytes:
    """16 bytes that tell one list of values from any other; None is not the empty string, order counts."""
    # Lengths in front of the values: no separator could be trusted, cells may hold any character.
    spelled = "".join("-;" if value is None else f"{len(value)};{value}" for value in values)
    return hashlib.blake2b(spelled.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _spelled(value: Any) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
