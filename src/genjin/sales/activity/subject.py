"""What the visit checks look at: everything a judgement needs, gathered before, so that judging is pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction


@dataclass(frozen=True)
class EarlierText:
    """An earlier record of the rep (90 days) or about the customer: its id, day, normalised text."""

    interaction_id: int
    on: date
    body: str


@dataclass(frozen=True)
class SeenFile:
    """A file attached to the visit, and whether its very bytes are on another visit of the company already."""

    id: int
    kind: str
    width: int | None
    height: int | None
    captured_at: datetime | None
    sha256: str
    used_on: date | None = None
    used_record: int | None = None

    @property
    def short_side(self) -> int:
        """Pixels of the shorter side; 0 when it is no picture."""
        return min(self.width or 0, self.height or 0)


@dataclass(frozen=True)
class VisitSubject:
    """A visit as the checks see it.

    `need_type` as given (perhaps no choice at all). `next_due_on`: the day, `next_due_raw`: what stood there when it
    was no day. `photos` and `proofs` are files that exist and are the author's. `no_photo`: whether other proof is
    accepted at this customer. `eff`, `copied_from`, `containment` come from the text and the earlier ones.
    """

    text: str
    need_type: str | None
    need_types: Sequence[str]
    next_text: str
    next_due_on: date | None
    next_due_raw: str
    photos: Sequence[SeenFile]
    proofs: Sequence[SeenFile]
    no_photo: bool
    occurred_at: datetime
    now: datetime
    today: date
    eff: int = 0
    novel: Fraction = Fraction(0)
    containment: Fraction = Fraction(0)
    copied_from: EarlierText | None = None
    stock: tuple[str, ...] = field(default=())
