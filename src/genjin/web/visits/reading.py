"""The form's body as the verb wants it: ids as strings, whatever number a script made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def as_sent(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same body with every id a decimal string."""
    sent = dict(body)
    if "customer" in sent:
        sent["customer"] = _id(sent["customer"])
    for key in ("photos", "contacts"):
        if isinstance(sent.get(key), list):
            sent[key] = [_id(item) for item in sent[key]]
    if isinstance(sent.get("proofs"), list):
        sent["proofs"] = [{**p, "file": _id(p.get("file"))} if isinstance(p, dict) else p for p in sent["proofs"]]
    return sent


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
