"""What the drivers sent and what was confirmed to them, on disk before they go on; and its comparison with the rows."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Entry:
    """One request under one key: who sent which body, and the ids that were confirmed (all the same, one hopes)."""

    key: str
    user: str
    body: dict[str, Any]
    confirmed: list[int] = field(default_factory=list)


class Ledger:
    """Lives outside of what is killed: a line is on the disk before `sent` or `confirmed` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab")
        self._lock = threading.Lock()
        self.confirmations = 0

    def sent(self, key: str, user: str, body: dict[str, Any]) -> None:
        """About to be sent for the first time."""
        self._write({"key": key, "user": user, "body": body})

    def confirmed(self, key: str, visit_id: int) -> None:
        """A 2xx has arrived."""
        self._write({"key": key, "visit": visit_id})
        self.confirmations += 1

    def read(self) -> dict[str, Entry]:
        """All of it, by key."""
        entries: dict[str, Entry] = {}
        for line in self.path.read_bytes().splitlines():
            said = json.loads(line)
            if "body" in said:
                entries[said["key"]] = Entry(said["key"], said["user"], said["body"])
            else:
                entries[said["key"]].confirmed.append(said["visit"])
        return entries

    def _write(self, said: dict[str, Any]) -> None:
        with self._lock:
            self._file.write(json.dumps(said).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())


def differences(entries: dict[str, Entry], kept: Iterable[tuple[str, int]]) -> list[str]:
    """What contradicts: confirmed ⊆ kept ⊆ confirmed ∪ in flight, one row a key, one id a key.

    `kept`: (key, id) of every visit that the drivers could have made.
    """
    rows = list(kept)
    ids: dict[str, set[int]] = {}
    for key, visit_id in rows:
        ids.setdefault(key, set()).add(visit_id)
    found = [f"doubled: {key}" for key, times in Counter(key for key, _id in rows).items() if times > 1]
    found += [f"from nowhere: {key}" for key in ids if key not in entries]
    for entry in entries.values():
        if len(set(entry.confirmed)) > 1:
            found.append(f"two answers: {entry.key} {entry.confirmed}")
        if missing := set(entry.confirmed) - ids.get(entry.key, set()):
            found.append(f"lost: {entry.key} {sorted(missing)}")
    return found
