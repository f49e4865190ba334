"""The shapes of answers and bodies, for OpenAPI and its contract test; no request runs through them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Text = str
Moment = str
Day = str

NeedTypeKey = Literal["price", "technical", "delivery", "service"]
ProofKind = Literal["visitor_slip", "name_card", "whiteboard", "document"]


class Shape(Schema):
    """Closed: an answer with a field that is not declared here fails the contract test."""

    model_config = ConfigDict(extra="forbid")


class ProblemError(Shape):
    field: str
    code: str
    message: str


class Problem(Shape):
    """RFC 9457. `code` is stable, `title` and `detail` follow Accept-Language, `field` is a path in the request."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[ProblemError]


# --- Customers and contacts ----------------------------------------------------------------------------------------
class CustomerBody(Shape):
    """Only `name` is needed. `owner` is a user name; `custom` holds added fields by key."""

    name: str = Field(max_length=200)
    phone: str | None = None
    uscc: str | None = None
    class_: Literal["A", "B", "C", "D"] | None = Field(None, alias="class")
    address: str | None = Field(None, max_length=300)
    industry: str | None = Field(None, max_length=80)
    status: Literal["active", "won", "pool", "blacklisted"] | None = None
    value: float | None = None
    owner: str | None = None
    assigned_at: Moment | None = None
    custom: dict[str, Any] | None = None


class CustomerChanges(CustomerBody):
    """Any part of a customer; null or an empty text clears a field."""

    name: str | None = Field(None, max_length=200)  # type: ignore[assignment]


class Customer(Shape):
    id: str
    version: int
    name: str
    phone: str | None
    uscc: str | None
    class_: str | None = Field(alias="class")
    address: str
    industry: str
    status: str
    value: float | None
    owner: str | None
    assigned_at: Moment | None
    no_photo: str
    last_valid_at: Moment | None
    last_visit_at: Moment | None
    custom: dict[str, Any]
    created_at: Moment
    updated_at: Moment


class CustomerCreated(Customer):
    """`duplicates`: customers you may see that bear the same name, telephone number or credit code."""

    duplicates: list[str]


class CustomerPage(Shape):
    items: list[Customer]
    next: str | None


class ContactBody(Shape):
    """`customer` is the id string of a customer of yours."""

    customer: str
    name: str = Field(max_length=80)
    title: str | None = Field(None, max_length=120)
    phone: str | None = None
    buying_role: Literal["decider", "influencer", "user", "buyer", "technical", "gatekeeper"] | None = None
    custom: dict[str, Any] | None = None


class ContactOfCustomerBody(ContactBody):
    """The customer is the one of the path."""

    customer: str | None = None  # type: ignore[assignment]


class ContactChanges(ContactBody):
    """Any part of a contact."""

    customer: str | None = None  # type: ignore[assignment]
    name: str | None = Field(None, max_length=80)  # type: ignore[assignment]


class Contact(Shape):
    id: str
    version: int
    customer: str
    name: str
    title: str
    phone: str | None
    buying_role: str | None
    custom: dict[str, Any]
    created_at: Moment
    updated_at: Moment


class ContactPage(Shape):
    items: list[Contact]
    next: str | None


# --- Files ---------------------------------------------------------------------------------------------------------
class File(Shape):
    id: str
    name: str
    sha256: str
    size_bytes: int
    media_type: str
    captured_at: Moment | None
    findings: list[str]


# --- Visits --------------------------------------------------------------------------------------------------------
class NextStepBody(Shape):
    text: str = Field(max_length=300)
    due_on: Day


class CheckIn(Shape):
    lat: float
    lon: float
    accuracy_m: int | None = None
    crs: Literal["wgs84", "gcj02"] = "wgs84"


class Proof(Shape):
    kind: ProofKind
    file: str


class NewPerson(Shape):
    name: str
    title: str | None = None


class VisitBody(Shape):
    """`draft`: keep as 待补 what the checks would refuse; complete it later under the same `client_key`."""

    customer: str
    need_type: NeedTypeKey | None = None
    text: str | None = Field(None, max_length=5000)
    quotes: list[str] | None = None
    next_step: NextStepBody | None = None
    photos: list[str] | None = None
    proofs: list[Proof] | None = None
    contact: str | None = None
    contacts: list[str | NewPerson] | None = None
    occurred_at: Moment | None = None
    check_in: CheckIn | None = None
    client_key: str | None = Field(None, max_length=100)
    no_photo_request: bool | None = None
    draft: bool | None = None


class NextStep(Shape):
    """`task`: the task that the promise became."""

    text: str
    due_on: Day | None
    task: str | None


class VisitFinding(Shape):
    field: str
    code: str
    message: str
    mode: str
    link: str | None = None


class Visit(Shape):
    """`owner`: the customer's now (who sees it); `author`: who made it (whose figures)."""

    id: str
    version: int
    customer: str
    need_type: str | None
    text: str
    quotes: list[str]
    next_step: NextStep | None
    photos: list[str]
    proofs: list[Proof]
    contact: str | None
    occurred_at: Moment
    recorded_at: Moment
    check_in: CheckIn | None
    owner: str | None
    author: str
    is_valid: bool
    findings: list[VisitFinding]
    client_key: str


class DraftKept(Shape):
    """待补: complete it under the `client_key` that `draft` names."""

    draft: str
    errors: list[ProblemError]


class VisitPage(Shape):
    items: list[Visit]
    next: str | None


class CustomerCard(Customer):
    """`visits`: the latest, when asked for with `?visits=`."""

    visits: list[Visit] | None = None


class TimelineEntry(Shape):
    """`body` is what its kind shows."""

    kind: Literal["visit", "history", "task", "flag"]
    id: str
    at: Moment
    by: str
    body: dict[str, Any]


class TimelinePage(Shape):
    items: list[TimelineEntry]
    next: str | None


# --- Tasks and flags -----------------------------------------------------------------------------------------------
class WordsBody(Shape):
    text: str = Field(max_length=5000)


class OptionalWordsBody(Shape):
    text: str | None = Field(None, max_length=5000)


class Empty(Shape):
    """Nothing."""


class Task(Shape):
    id: str
    kind: str
    title: str
    owner: str
    customer: str | None
    state: Literal["open", "started", "done", "cancelled"]
    due_at: Moment | None
    started_at: Moment | None
    first_response_at: Moment | None
    completed_at: Moment | None


class TaskPage(Shape):
    items: list[Task]
    next: str | None


class Flag(Shape):
    key: str
    customer: str
    state: Literal["open", "closed"]
    entered_at: Moment
    left_at: Moment | None
    reason: str
    backlog: bool


class FlagPage(Shape):
    items: list[Flag]
    next: str | None


# --- Measures ------------------------------------------------------------------------------------------------------
class MeasureDescription(Shape):
    key: str
    name: str
    definition: str


class MeasurePage(Shape):
    items: list[MeasureDescription]
    next: str | None


class FigurePart(Shape):
    key: str
    label: str
    count: int


class PersonsShare(Shape):
    owner: str
    numerator: int
    denominator: int
    value: float | None


class Figure(Shape):
    """`value` is null when the denominator is 0. `parts` stand beside the figure and are not in it."""

    key: str
    numerator: float | None
    denominator: float | None
    value: float | None
    interval: list[float] | None
    definition: str
    as_of: Day
    parts: list[FigurePart]
    split: list[PersonsShare] | None = None


class RecordPage(Shape):
    """Records behind a figure, each in its own list's shape."""

    items: list[dict[str, Any]]
    next: str | None
