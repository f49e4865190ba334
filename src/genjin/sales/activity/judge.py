"""The verdict on a visit: what the checks in force say, and whether it is valid (measures.md §2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from genjin.kernel.jobs import clock
from genjin.kernel.objects.checks import Finding, Rules
from genjin.lib.rounding import round_half_up
from genjin.lib.text.effective import STOCK_PHRASES, effective_chars
from genjin.lib.text.novelty import most_alike_spoken, novel_chars, spoken
from genjin.sales.activity.seen import Seen
from genjin.sales.activity.subject import EarlierText, SeenFile, VisitSubject
from genjin.sales.activity.values import VisitValues
from genjin.sales.models.visit import NeedType

#: Findings that say something without making a visit invalid.
HARMLESS = frozenset({"captured_at_unknown", "late_entry", "occurred_in_future"})


@dataclass(frozen=True)
class Verdict:
    """What was found, and the figures every measure reads. `body` is the text as copies are compared."""

    findings: tuple[Finding, ...]
    eff_chars: int
    novel_chars: Decimal
    containment: Fraction
    evidence_units: int
    body: str
    rule_version: int

    @property
    def reasons(self) -> list[str]:
        """Codes that make it invalid."""
        return list(dict.fromkeys(f.code for f in self.findings if f.code not in HARMLESS))

    @property
    def is_valid(self) -> bool:
        """Valid: a need, a valid photo or accepted proof, a clear next action, and a text with something new in it."""
        return not self.reasons

    def refused(self, *modes: str) -> list[Finding]:
        """The findings whose mode is one of these."""
        return [f for f in self.findings if f.mode in modes]


def judge_text(
    text: str, earlier: Sequence[EarlierText], stock: tuple[str, ...]
) -> tuple[int, Fraction, Fraction, EarlierText | None, str]:
    """(effective characters, novel characters, containment, the earlier record most alike, comparable text)."""
    body = spoken(text)
    eff = effective_chars(text, stock)
    key, alike = most_alike_spoken(body, [(e, e.body) for e in earlier])
    return eff, novel_chars(eff, alike), alike, key, body


def judge_visit(values: VisitValues, seen: Seen, rules: Rules, *, origin: str) -> Verdict:
    """Judge a visit as it would be recorded now. Pure."""
    stock = tuple(rules.settings.get("stock_phrases", STOCK_PHRASES))
    eff, novel, alike, copied_from, body = judge_text(values.text, seen.earlier, stock)
    photos = [seen.files[i] for i in values.photo_ids if i in seen.files]
    proofs = [seen.files[i] for _kind, i in values.proofs if i in seen.files]
    no_photo = seen.customer is not None and seen.customer.no_photo == "confirmed"
    subject = VisitSubject(
        text=values.text, need_type=values.need_type, need_types=NeedType.values,
        next_text=values.next_text, next_due_on=values.next_due_on, next_due_raw=values.next_due_raw,
        photos=photos, proofs=proofs, no_photo=no_photo,
        occurred_at=values.occurred_at or seen.now, now=seen.now, today=clock.local_day(seen.now),
        eff=eff, novel=novel, containment=alike, copied_from=copied_from, stock=stock,
    )  # fmt: skip
    return Verdict(
        findings=tuple(rules.judge(subject, origin)),
        eff_chars=eff,
        novel_chars=round_half_up(novel, 2),
        containment=alike,
        evidence_units=_evidence_units(photos, proofs, no_photo=no_photo),
        body=body,
        rule_version=rules.version,
    )


def _evidence_units(photos: Sequence[SeenFile], proofs: Sequence[SeenFile], *, no_photo: bool) -> int:
    good = [p for p in photos if p.kind != "image" or (p.used_on is None and p.short_side >= 640)]
    return len(good) + (len(proofs) if no_photo else 0)


def local_day(values: VisitValues, now: datetime) -> date:
    """The company's date of the visit."""
    return clock.local_day(values.occurred_at or now)
