"""Seeded chance: the same key throws the same dice on every machine."""

from __future__ import annotations

from random import Random


def dice(*key: object) -> Random:
    """Own dice for a key; a string seed does not depend on the hash seed of the process."""
    return Random("/".join(map(str, key)))  # noqa: S311 a simulation keeps no secrets
