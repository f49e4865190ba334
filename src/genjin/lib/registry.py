"""A named shelf that apps fill at start-up and others read: the way the kernel reaches up without importing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class RegistryError(LookupError):
    """A key that is unknown, taken already, or came after the registry was frozen."""


class Registry(Generic[T]):
    """Items by key, in the order they were registered. `name` is used in error messages only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}
        self._frozen = False

    def register(self, key: str, item: T) -> T:
        """Add `item` under `key`; the same object twice is fine (a module may be imported again), another is not."""
        if self._items.get(key) is item and key in self._items:
            return item
        if self._frozen:
            raise RegistryError(f"{self.name}: {key!r} came too late, the registry is frozen")
        if key in self._items:
            raise RegistryError(f"{self.name}: {key!r} is registered already")
        self._items[key] = item
        return item

    def get(self, key: str) -> T:
        """The item, or an error that lists the keys there are."""
        try:
            return self._items[key]
        except (KeyError, TypeError):
            known = ", ".join(sorted(self._items)) or "none"
            raise RegistryError(f"{self.name}: no {key!r}; known: {known}") from None

    def all(self) -> tuple[T, ...]:
        return tuple(self._items.values())

    def keys(self) -> tuple[str, ...]:
        return tuple(self._items)

    def items(self) -> tuple[tuple[str, T], ...]:
        return tuple(self._items.items())

    def freeze(self) -> None:
        """No more registrations: called once all apps are ready."""
        self._frozen = True

    @contextmanager
    def temporarily(self, key: str, item: T) -> Iterator[T]:
        """Put `item` under `key` for the length of a test, also on a frozen registry; what stood there comes back."""
        before = dict(self._items)
        self._items[key] = item
        try:
            yield item
        finally:
            self._items = before

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self._items)
