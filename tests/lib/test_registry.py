"""The registry: one shelf, keys known, frozen after start-up."""

from __future__ import annotations

import pytest

from genjin.lib.registry import Registry, RegistryError


def _registry() -> Registry[int]:
    registry: Registry[int] = Registry("numbers")
    registry.register("one", 1)
    registry.register("two", 2)
    return registry


def test_items_come_back_in_their_order() -> None:
    registry = _registry()
    assert registry.get("two") == 2
    assert registry.keys() == ("one", "two")
    assert registry.all() == (1, 2)
    assert list(registry) == [1, 2]
    assert "one" in registry
    assert len(registry) == 2


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RegistryError, match="no 'three'; known: one, two"):
        _registry().get("three")


def test_a_key_is_given_once_and_none_after_the_freeze() -> None:
    registry = _registry()
    with pytest.raises(RegistryError, match="already"):
        registry.register("one", 3)
    registry.freeze()
    with pytest.raises(RegistryError, match="too late"):
        registry.register("three", 3)


def test_a_test_may_put_something_there_for_a_while() -> None:
    registry = _registry()
    registry.freeze()
    with registry.temporarily("one", 11), registry.temporarily("three", 3):
        assert registry.all() == (11, 2, 3)
    assert registry.all() == (1, 2)
