"""Turn what came in into columns: every field through its type, every problem named with its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.errors import FieldError
from genjin.kernel.objects.description import FieldDescription, ObjectDescription
from genjin.kernel.objects.fields import AddedField, added_fields
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, fieldtypes
from genjin.kernel.people.models import User
from genjin.lib.phones import Phone

DEFAULT_LENGTH = 2000
#: What every record shows and nobody sets, so that a client who sends back what he read learns why it is refused.
COMPUTED = frozenset({"id", "version", "created_at", "updated_at", "created_by", "deleted_at", "duplicates"})


@dataclass
class Cleaned:
    """Columns to write, changes of `custom` (None removes a key), and what was wrong."""

    columns: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)


def clean(
    description: ObjectDescription,
    changes: Mapping[str, Any],
    *,
    today: date,
    creating: bool,
    version: int | None = None,
) -> Cleaned:
    """Clean `changes` (by field key; added fields under `custom`). Unknown and derived fields are errors."""
    result = Cleaned()
    for key, raw in changes.items():
        if key == "custom":
            _clean_custom(description, raw, result, today, version)
            continue
        shipped = description.field(key)
        if shipped is None and key not in COMPUTED:
            result.errors.append(FieldError(str(key)[:80], "unknown_field", _("There is no such field.")))
        elif shipped is None or shipped.derived:
            result.errors.append(FieldError(key, "read_only", _("This field is computed; it cannot be set.")))
        else:
            _clean_shipped(shipped, raw, result, today)
    if creating:
        _require(description, changes, result)
        if "custom" not in changes:
            _clean_custom(description, {}, result, today, version)
    return result


def _clean_shipped(shipped: FieldDescription, raw: Any, result: Cleaned, today: date) -> None:
    try:
        if shipped.kind == "person":
            result.columns[shipped.db_column] = person_id(raw)
            return
        if shipped.kind == "reference":
            result.columns[shipped.db_column] = reference_id(raw)
            return
        options = Options(dict(shipped.choices), shipped.max_length or DEFAULT_LENGTH, today)
        value = fieldtypes.get(shipped.kind).clean(raw, options)
    except FieldInvalid as error:
        result.errors.append(FieldError(shipped.key, error.code, str(error.message)))
        return
    if value is None and shipped.required:
        result.errors.append(_missing(shipped.key))
    elif isinstance(value, Phone):
        result.columns |= {shipped.db_column: value.e164, f"{shipped.db_column}_ext": value.ext}
    else:
        result.columns[shipped.db_column] = value
        if shipped.kind == "phone":
            result.columns[f"{shipped.db_column}_ext"] = ""


def _require(description: ObjectDescription, changes: Mapping[str, Any], result: Cleaned) -> None:
    for shipped in description.fields:
        if shipped.required and not shipped.derived and shipped.key not in changes:
            result.errors.append(_missing(shipped.key))


def _missing(key: str) -> FieldError:
    return FieldError(key, f"{key}_required", _("This is needed."))


def _clean_custom(description: ObjectDescription, raw: Any, result: Cleaned, today: date, version: int | None) -> None:
    if not isinstance(raw, Mapping):
        result.errors.append(FieldError("custom", "wrong_type", _("This must be an object of fields.")))
        return
    known = {added.key: added for added in added_fields(description.key, version)}
    for key, value in raw.items():
        if key not in known:
            result.errors.append(FieldError(f"custom.{str(key)[:60]}", "unknown_field", _("There is no such field.")))
            continue
        _clean_added(known[key], value, result, today)
    for added in known.values():
        if added.required and added.key not in raw:
            result.errors.append(FieldError(f"custom.{added.key}", f"{added.key}_required", _("This is needed.")))


def _clean_added(added: AddedField, raw: Any, result: Cleaned, today: date) -> None:
    kind = fieldtypes.get(added.kind)
    try:
        value = kind.clean(raw, Options(added.choices, DEFAULT_LENGTH, today))
    except FieldInvalid as error:
        result.errors.append(FieldError(f"custom.{added.key}", error.code, str(error.message)))
        return
    if value is None and added.required:
        result.errors.append(FieldError(f"custom.{added.key}", f"{added.key}_required", _("This is needed.")))
    result.custom[added.key] = None if value is None else kind.to_json(value)
    if added.slot:
        result.columns[added.slot] = value


def person_id(raw: Any) -> int | None:
    """The id of a person by user name. Raises FieldInvalid for nobody."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) <= 60 and "\x00" not in raw:
        found = User.objects.filter(username=raw, is_active=True).values_list("id", flat=True).first()
        if found is not None:
            return found
    raise FieldInvalid("not_found", _("Nobody here has this user name."))


def reference_id(raw: Any) -> int | None:
    """The number of an id string. Raises FieldInvalid for what can be no id."""
    if raw is None or raw == "":
        return None
    number = parse_id(raw)
    if number is None:
        raise FieldInvalid("not_found", _("Not found, or not yours to see."))
    return number


def parse_id(raw: Any) -> int | None:
    """An id string as a number, None when it can be no id at all."""
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 18:
        return int(raw)
    return None
