"""What came in as a visit, its shape checked: types and fields only. Whether it is any good is the checks' business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from genjin.kernel.errors import FieldError, Refused
from genjin.kernel.objects.fieldtypes.base import FieldInvalid, Options, clean_text
from genjin.kernel.objects.fieldtypes.datetime import DateTimeType
from genjin.kernel.records.clean import parse_id

MAX_TEXT = 5000
MAX_FILES = 20
PROOF_KINDS = ("visitor_slip", "name_card", "whiteboard", "document")
CRS = ("wgs84", "gcj02")
KNOWN = frozenset(
    [
        "customer",
        "need_type",
        "text",
        "quotes",
        "next_step",
        "photos",
        "proofs",
        "contact",
        "contacts",
        "occurred_at",
        "check_in",
        "client_key",
        "draft",
        "no_photo_request",
    ]
)
_NO_OPTIONS = Options({}, 0, date.min)


@dataclass(frozen=True)
class CheckIn:
    """A point given at a tap."""

    lat: Decimal
    lon: Decimal
    accuracy_m: int | None
    crs: str


@dataclass(frozen=True)
class NewPerson:
    """Somebody met for the first time."""

    name: str
    title: str


@dataclass(frozen=True)
class VisitValues:
    """A visit as given. Ids are numbers; `next_due_raw` keeps what was no day."""

    customer_id: int | None
    need_type: str | None = None
    text: str = ""
    quotes: tuple[str, ...] = ()
    next_text: str = ""
    next_due_on: date | None = None
    next_due_raw: str = ""
    photo_ids: tuple[int, ...] = ()
    proofs: tuple[tuple[str, int], ...] = ()
    contact_ids: tuple[int, ...] = ()
    new_people: tuple[NewPerson, ...] = ()
    occurred_at: datetime | None = None
    check_in: CheckIn | None = None
    client_key: str = ""
    no_photo_request: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)


def parse_visit(raw: Mapping[str, Any]) -> VisitValues:
    """The values of a request. Raises Refused naming every field of a wrong shape."""
    return _Parser(raw).parse()


class _Parser:
    """Collects every error before it refuses."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.errors: list[FieldError] = []

    def parse(self) -> VisitValues:
        for key in self.raw:
            if key not in KNOWN:
                self.error(str(key)[:80], "unknown_field", _("There is no such field."))
        next_text, due_on, due_raw = self.next_step()
        contacts, people = self.people()
        photos = self.ids("photos")
        values = VisitValues(
            customer_id=self.reference("customer", self.raw.get("customer")),
            need_type=self.text("need_type", 40) or None,
            text=self.text("text", MAX_TEXT),
            quotes=tuple(self.texts("quotes")),
            next_text=next_text,
            next_due_on=due_on,
            next_due_raw=due_raw,
            photo_ids=photos,
            proofs=self.proofs(photos),
            contact_ids=contacts,
            new_people=people,
            occurred_at=self.moment("occurred_at"),
            check_in=self.point(),
            client_key=self.text("client_key", 100),
            no_photo_request=bool(self.raw.get("no_photo_request")),
            raw=self.raw,
        )
        if values.customer_id is None and not any(e.field == "customer" for e in self.errors):
            self.error("customer", "customer_required", _("Which customer?"))
        if self.errors:
            raise Refused(errors=self.errors)
        return values

    def error(self, path: str, code: str, message: str) -> None:
        self.errors.append(FieldError(path, code, message))

    def wrong(self, path: str) -> None:
        self.error(path, "wrong_type", _("This is of the wrong type."))

    def text(self, key: str, longest: int, *, source: Mapping[str, Any] | None = None, path: str = "") -> str:
        try:
            return clean_text((self.raw if source is None else source).get(key), longest) or ""
        except FieldInvalid as error:
            self.error(path or key, error.code, str(error.message))
            return ""

    def items(self, key: str, most: int = MAX_FILES) -> list[Any]:
        given = self.raw.get(key)
        if given is None:
            return []
        if not isinstance(given, list):
            self.wrong(key)
            return []
        if len(given) > most:
            self.error(key, "too_many", _("At most %(max)s.") % {"max": most})
            return []
        return given

    def texts(self, key: str) -> list[str]:
        found = []
        for n, _item in enumerate(given := self.items(key)):
            said = self.text("q", 1000, source={"q": given[n]}, path=f"{key}.{n}").strip()
            if said:
                found.append(said)
        return found

    def reference(self, path: str, raw: Any) -> int | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, bool) or not isinstance(raw, str):
            self.wrong(path)
            return None
        number = parse_id(raw)
        if number is None:
            self.error(path, "not_found", _("Not found, or not yours to see."))
        return number

    def ids(self, key: str) -> tuple[int, ...]:
        found = [self.reference(f"{key}.{n}", item) for n, item in enumerate(self.items(key))]
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def next_step(self) -> tuple[str, date | None, str]:
        given = self.raw.get("next_step")
        if given is None:
            return "", None, ""
        if not isinstance(given, Mapping):
            self.wrong("next_step")
            return "", None, ""
        for key in given:
            if key not in ("text", "due_on"):
                self.error(f"next_step.{str(key)[:60]}", "unknown_field", _("There is no such field."))
        said = self.text("text", 300, source=given, path="next_step.text").strip()
        due = given.get("due_on")
        if due is None or due == "":
            return said, None, ""
        if not isinstance(due, str):
            self.wrong("next_step.due_on")
            return said, None, ""
        try:
            return said, date.fromisoformat(due.strip()) if len(due) == 10 else _no_day(), ""
        except ValueError:
            return said, None, due[:40]

    def people(self) -> tuple[tuple[int, ...], tuple[NewPerson, ...]]:
        given = self.items("contacts")
        if self.raw.get("contact") is not None:
            given = [self.raw["contact"], *given]
        ids: list[int] = []
        people: list[NewPerson] = []
        for n, item in enumerate(given):
            if isinstance(item, Mapping):
                name = self.text("name", 80, source=item, path=f"contacts.{n}.name").strip()
                title = self.text("title", 120, source=item, path=f"contacts.{n}.title").strip()
                if name:
                    people.append(NewPerson(name, title))
            elif (
                number := self.reference("contact" if n == 0 and "contact" in self.raw else f"contacts.{n}", item)
            ) is not None:
                ids.append(number)
        return tuple(dict.fromkeys(ids)), tuple(people)

    def proofs(self, photos: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
        """A file proves one thing: what is a photo already, or named twice, counts once."""
        found: dict[int, str] = {}
        for n, item in enumerate(self.items("proofs")):
            if not isinstance(item, Mapping):
                self.wrong(f"proofs.{n}")
                continue
            kind = item.get("kind")
            if kind not in PROOF_KINDS:
                self.error(
                    f"proofs.{n}.kind",
                    "invalid_choice",
                    _("Choose one of: %(labels)s.") % {"labels": "、".join(PROOF_KINDS)},
                )
                continue
            number = self.reference(f"proofs.{n}.file", item.get("file"))
            if number is not None and number not in photos:
                found.setdefault(number, kind)
        return tuple((kind, number) for number, kind in found.items())

    def moment(self, key: str) -> datetime | None:
        try:
            return DateTimeType().clean(self.raw.get(key), _NO_OPTIONS)
        except FieldInvalid as error:
            self.error(key, error.code, str(error.message))
            return None

    def point(self) -> CheckIn | None:
        given = self.raw.get("check_in")
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.wrong("check_in")
            return None
        lat, lon = self.number(given, "lat", 90), self.number(given, "lon", 180)
        accuracy = self.number(given, "accuracy_m", 10_000_000) if given.get("accuracy_m") is not None else None
        if accuracy is not None and accuracy < 0:
            self.error("check_in.accuracy_m", "out_of_range", _("A distance is not below 0."))
        crs = given.get("crs", "wgs84")
        if crs not in CRS:
            self.error("check_in.crs", "invalid_choice", _("Choose one of: %(labels)s.") % {"labels": "、".join(CRS)})
        if lat is None or lon is None or crs not in CRS:
            return None
        return CheckIn(lat, lon, None if accuracy is None else int(accuracy), crs)

    def number(self, given: Mapping[str, Any], key: str, most: int) -> Decimal | None:
        raw = given.get(key)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.wrong(f"check_in.{key}")
            return None
        if not -most <= raw <= most:
            self.error(f"check_in.{key}", "out_of_range", _("At most %(max)s.") % {"max": most})
            return None
        return Decimal(str(raw)).quantize(Decimal("0.000001"))


def _no_day() -> date:
    raise ValueError
