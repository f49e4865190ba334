"""Added fields in force, per object, kept in memory per configuration version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from genjin.kernel.objects.models import Field
from genjin.kernel.people.actor import config_version


@dataclass(frozen=True)
class AddedField:
    """A manager's field: key, kind, labels by language, options (key → labels), whether required, its slot."""

    key: str
    kind: str
    labels: dict[str, str]
    options: dict[str, dict[str, str]]
    required: bool
    slot: str

    @property
    def label(self) -> str:
        """Its label in the reader's language."""
        return in_language(self.labels, self.key)

    @property
    def choices(self) -> dict[str, Any]:
        """Option key → label in the reader's language."""
        return {key: in_language(labels, key) for key, labels in self.options.items()}


def in_language(labels: dict[str, str], otherwise: str) -> str:
    """The label in the active language, else Chinese, else any, else `otherwise`."""
    return labels.get(get_language() or "zh-hans") or labels.get("zh-hans") or next(iter(labels.values()), otherwise)


_kept: dict[str, tuple[int, tuple[AddedField, ...]]] = {}


def added_fields(object_key: str, version: int | None = None) -> tuple[AddedField, ...]:
    """The added fields of an object, in order."""
    version = config_version() if version is None else version
    kept = _kept.get(object_key)
    if kept is not None and kept[0] == version:
        return kept[1]
    rows = Field.objects.filter(object_type_id=object_key, retired_at=None).order_by("position", "id")
    found = tuple(
        AddedField(
            key=f.key, kind=f.kind, labels=f.labels, required=f.is_required, slot=f.slot,
            options={o["key"]: o.get("labels", {}) for o in f.options},
        )
        for f in rows
    )  # fmt: skip
    _kept[object_key] = (version, found)
    return found
