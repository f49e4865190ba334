"""What an object must bring to be imported: its columns, how a row is staged, and how staged rows are written.

To add an importer: one class on `Importer`, one `importers.register` in the app that owns the object.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from genjin.kernel.imports.colleagues import Colleagues, Person
from genjin.kernel.imports.stage import Stage
from genjin.kernel.objects.description import FieldDescription, ObjectDescription
from genjin.kernel.objects.fields import AddedField, added_fields
from genjin.kernel.people.actor import Actor
from genjin.lib.registry import Registry


@dataclass(frozen=True)
class ImportField:
    """A field that a column can be mapped to.

    `short`: the key within its own object, on which error codes stand (`name` → `name_required`). `tense`: `past`
    refuses moments to come. `added`: the manager's field behind it, if it is one.
    """

    key: str
    kind: str
    label: Any
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[tuple[str, Any], ...] = ()
    said_as: tuple[tuple[str, str], ...] = ()
    max_length: int = 2000
    tense: str = ""
    added: AddedField | None = None

    @property
    def short(self) -> str:
        """The key without its object."""
        return self.key.rpartition(".")[2]


@dataclass
class Counts:
    """What became of the rows; they add up to the rows read."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    duplicates: int = 0

    @property
    def total(self) -> int:
        """Rows accounted for."""
        return self.created + self.updated + self.unchanged + self.failed + self.duplicates

    def add(self, other: Counts) -> None:
        """Count what `other` counted."""
        for name, value in other.as_dict().items():
            setattr(self, name, getattr(self, name) + value)

    def as_dict(self) -> dict[str, int]:
        """As stored and printed."""
        return {name: getattr(self, name) for name in ("created", "updated", "unchanged", "failed", "duplicates")}


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with a row: the header of its column, the field, a stable code, words."""

    column: str
    field: str
    code: str
    message: str


@dataclass
class ParsedRow:
    """A row of the sheet: `line` is the row a person sees; `values` are canonical texts by field key."""

    line: int
    cells: list[Any]
    values: dict[str, str | None]
    problems: list[RowProblem] = field(default_factory=list)
    fingerprint: bytes = b""
    known: bool = False
    #: What `prepare` found out about it, for `stage_texts`.
    found: Any = None


@dataclass(frozen=True)
class Task:
    """One run at work: who imports, since when, for whom, fields and headers by field key, and the staging tables."""

    run_id: int
    actor: Actor
    now: datetime
    colleagues: Colleagues
    default_owner: Person | None
    fields: dict[str, ImportField]
    headers: dict[str, str]
    stage: Stage
    #: What an importer looked up once and needs again.
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def plan(self) -> str:
        """The plan table: what is to become of each line."""
        return f"scratch.plan_{self.run_id}"

    def scratch(self, name: str, columns: tuple[tuple[str, str], ...]) -> Stage:
        """Another staging table of this run; dropped with it when named by `extra_names`."""
        return Stage(f"{name}_{self.run_id}", columns)


class Importer(ABC):
    """How rows of a sheet become records of one object."""

    object_key: str
    #: Goes into every fingerprint: a new way of normalising must not take old fingerprints for its own.
    rules_version: str = "1"
    #: Staging tables besides stage and plan, without the run's number.
    extra_names: tuple[str, ...] = ()

    @abstractmethod
    def fields(self) -> tuple[ImportField, ...]:
        """Fields that columns can be mapped to, in the order that fingerprints follow."""

    @abstractmethod
    def stage_columns(self) -> tuple[tuple[str, str], ...]:
        """Columns of the staging table behind the common ones."""

    @abstractmethod
    def stage_texts(self, task: Task, row: ParsedRow) -> Sequence[str | None]:
        """A good row's texts for `stage_columns`."""

    @abstractmethod
    def plan(self, task: Task) -> None:
        """Make the plan table out of the stage."""

    @abstractmethod
    def write(self, task: Task, low: int, high: int) -> Counts:
        """Write the rows with low < line <= high, in the caller's transaction. Errors are written by the caller."""

    def prepare(self, task: Task, rows: list[ParsedRow]) -> None:  # noqa: B027 most importers need none
        """Look up together what a chunk of rows refers to; may add problems."""

    def finish(self, task: Task) -> None:  # noqa: B027
        """After the last batch of a run that wrote something: leave tables tidy."""


importers: Registry[Importer] = Registry("importer")

#: Columns of every staging table; `fp` is the fingerprint in hex. A known row carries no more than these; so does a faulty one.
COMMON = (("line", "integer"), ("fp", "text"), ("known", "boolean"), ("problems", "jsonb"), ("cells", "jsonb"))


def fields_of(
    description: ObjectDescription, keys: Sequence[str], *, prefix: str = "", tense: Sequence[str] = ()
) -> tuple[ImportField, ...]:
    """Import fields for shipped fields of an object; `tense`: those that must lie in the past."""
    found = (description.field(key) for key in keys)
    return tuple(_import_field(shipped, prefix, shipped.key in tense) for shipped in found if shipped is not None)


def _import_field(shipped: FieldDescription, prefix: str, past: bool) -> ImportField:
    return ImportField(
        key=f"{prefix}{shipped.key}", kind=shipped.kind, label=shipped.label, required=shipped.required and not prefix,
        aliases=shipped.aliases, choices=shipped.choices, said_as=shipped.said_as, max_length=shipped.max_length or 2000,
        tense="past" if past else "",
    )  # fmt: skip


def added_import_fields(object_key: str) -> tuple[ImportField, ...]:
    """Import fields for what managers added to an object; their keys begin with `custom.`."""
    return tuple(
        ImportField(
            key=f"custom.{added.key}", kind=added.kind, label=added.label, required=added.required,
            aliases=tuple(added.labels.values()), choices=tuple(added.choices.items()), added=added,
        )
        for added in added_fields(object_key)
    )  # fmt: skip
