"""A playbook as read from YAML: plain values that still know their line, so that every refusal can name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from genjin.kernel.playbooks.errors import PlaybookInvalid

#: A playbook is written by people; anything larger is a mistake or an attack.
MAX_BYTES = 1_000_000


class _Lines(dict[Any, Any]):
    """A mapping that knows the line of each of its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}


class _Loader(yaml.SafeLoader):
    """Safe, without aliases (bombs are made of them), and refusing a key written twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise PlaybookInvalid("aliases are not read here", line=self.peek_event().start_mark.line + 1)
        return super().compose_node(parent, index)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> _Lines:
    values = _Lines()
    for key_node, value_node in node.value:
        key, line = loader.construct_object(key_node, deep=True), key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise PlaybookInvalid(f"“{key}” must be a text", line=line)
        if key in values:
            raise PlaybookInvalid(f"“{key}” is written twice", line=line)
        values[key] = loader.construct_object(value_node, deep=True)
        values.lines[key] = line
    return values


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# A day such as 2026-11-23 is text, and so are `on` and `off`, which YAML 1.1 takes for booleans.
_UNREAD = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _UNREAD]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])


@dataclass(frozen=True)
class Node:
    """A value, its line, and the way to it from the top (`grants.rep.customer`)."""

    value: Any
    line: int
    place: str = ""

    def fail(self, reason: str) -> NoReturn:
        """Refuse this value."""
        raise PlaybookInvalid(reason, line=self.line, place=self.place)

    def children(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping."""
        if not isinstance(self.value, _Lines):
            self.fail("must be a mapping")
        for key, value in self.value.items():
            yield key, Node(value, self.value.lines[key], f"{self.place}.{key}" if self.place else key)

    def items(self) -> Iterator[Node]:
        """Entries of a list."""
        if not isinstance(self.value, list):
            self.fail("must be a list")
        for n, value in enumerate(self.value):
            line = min(value.lines.values(), default=self.line) if isinstance(value, _Lines) else self.line
            yield Node(value, line, f"{self.place}.{n}")

    def known(self, *keys: str, needed: tuple[str, ...] = ()) -> dict[str, Node]:
        """The children by key, of which there may be no others; `needed` ones must be there."""
        found = dict(self.children())
        for key, node in found.items():
            if key not in keys:
                node.fail(f"there is no such setting; known: {', '.join(keys)}")
        for key in needed:
            if key not in found:
                self.fail(f"“{key}” is needed")
        return found

    def text(self, longest: int = 200) -> str:
        """A text, not empty."""
        if not isinstance(self.value, str) or not 0 < len(self.value.strip()) <= longest:
            self.fail(f"must be a text of at most {longest} characters")
        return self.value.strip()

    def choice(self, choices: tuple[str, ...]) -> str:
        """One of some texts."""
        if self.value not in choices:
            self.fail(f"“{self.value}” is none of {', '.join(choices)}")
        return str(self.value)

    def labels(self) -> dict[str, str]:
        """Texts by language."""
        found = {language: node.text() for language, node in self.children()}
        if not found:
            self.fail("needs a text in at least one language")
        return found

    def plain(self) -> Any:
        """The value as plain JSON."""
        return _plain(self.value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def read_source(raw: bytes) -> Node:
    """The document. Raises PlaybookInvalid for what is no YAML, with its line."""
    if len(raw) > MAX_BYTES:
        raise PlaybookInvalid(f"larger than {MAX_BYTES} bytes")
    try:
        loader = _Loader(raw.decode("utf-8-sig"))
        try:
            return Node(loader.get_single_data(), 1)
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        raise PlaybookInvalid("is not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PlaybookInvalid(
            getattr(error, "problem", None) or "is not YAML", line=mark.line + 1 if mark is not None else None
        ) from error
    except (RecursionError, ValueError) as error:
        raise PlaybookInvalid("is nested too deeply or holds an impossible value") from error
