"""Judges every follow-up of the simulation with the product's own judge, in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from genjin.kernel.objects.checks import Finding, Rules
from genjin.lib.text.effective import STOCK_PHRASES
from genjin.lib.text.novelty import NEAR_COPY, trigrams
from genjin.sales.activity.judge import judge_text, judge_visit
from genjin.sales.activity.seen import Seen, SeenCustomer
from genjin.sales.activity.subject import EarlierText, SeenFile
from genjin.sales.activity.values import VisitValues
from genjin.sales.customers.importing.novelty import ENOUGH
from genjin.sales.demo.copies import CopyFinder
from genjin.sales.demo.scenes import HEIGHT, SMALL, WIDTH
from genjin.sales.demo.world import FollowUp, Photo, World

_PICTURES = (".jpg", ".png")


@dataclass(frozen=True)
class Judged:
    """What is kept of a verdict."""

    is_valid: bool
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    eff_chars: int
    novel_chars: Decimal
    evidence_units: int
    body: str
    rule_version: int


class Bench:
    """Judges one record after another; `ids` are the numbers that the records have in the database."""

    def __init__(self, world: World, rules: Rules, *, customers: Mapping[int, int], authors: Mapping[str, int]) -> None:
        self._rules = rules
        self._stock = tuple(rules.settings.get("stock_phrases", STOCK_PHRASES))
        self._authors = authors
        self._customers = {
            customer.key: (customers[customer.key], "confirmed" if customer.photo_forbidden else "none")
            for customer in world.customers
        }
        self._photos = {photo.key: photo for photo in world.photos}
        self._finder = CopyFinder()
        self._used: dict[int, tuple[date, int]] = {}

    def judge(self, records: Iterable[tuple[FollowUp, int]]) -> dict[int, Judged]:
        """Verdicts by the key of the follow-up; records come with the id of their interaction, by recording."""
        verdicts: dict[int, Judged] = {}
        for record, interaction_id in records:
            author, (customer, no_photo) = self._authors[record.author], self._customers[record.customer]
            own = trigrams(record.text)
            earlier = self._finder.candidates(own, author, customer, record.recorded_at)
            if record.kind == "visit":
                judged = self._visit(record, SeenCustomer(customer, "", None, None, None, no_photo), earlier)
            else:
                judged = self._note(record, earlier)
            day = record.occurred_at.date()
            if judged.body:
                text = EarlierText(interaction_id, day, judged.body)
                self._finder.add(own, author, customer, record.recorded_at, text)
            for photo in record.photos:
                self._used.setdefault(photo, (day, interaction_id))
            verdicts[record.key] = judged
        return verdicts

    def _visit(self, record: FollowUp, customer: SeenCustomer, earlier: list[EarlierText]) -> Judged:
        step = record.next_step
        files = {file.id: file for file in self._files(record)}
        proofs = tuple((self._photos[key].proof, key) for key in record.photos if self._photos[key].proof)
        values = VisitValues(
            customer_id=customer.id,
            need_type=record.need_type,
            text=record.text,
            next_text=step.text if step else "",
            next_due_on=step.due_on if step else None,
            photo_ids=tuple(id for id in files if id not in {key for _kind, key in proofs}),
            proofs=proofs,
            occurred_at=record.occurred_at,
        )
        seen = Seen(record.recorded_at, (0, 0, 0), customer, {}, files, earlier, None, None, None)
        verdict = judge_visit(values, seen, self._rules, origin="demo")
        return Judged(
            is_valid=verdict.is_valid,
            reasons=tuple(verdict.reasons),
            findings=verdict.findings,
            eff_chars=verdict.eff_chars,
            novel_chars=verdict.novel_chars,
            evidence_units=verdict.evidence_units,
            body=verdict.body,
            rule_version=verdict.rule_version,
        )

    def _files(self, record: FollowUp) -> Iterable[SeenFile]:
        """Photos as files; of an older record, whose pictures are known by name only, what the names say."""
        for key in record.photos:
            yield self._seen(self._photos[key])
        for number, name in enumerate(record.attachments, start=1):
            if name.endswith(_PICTURES):
                yield SeenFile(-number, "image", WIDTH, HEIGHT, record.occurred_at, name)

    def _seen(self, photo: Photo) -> SeenFile:
        width, height = SMALL if photo.is_small else (WIDTH, HEIGHT)
        used_on, used_by = self._used.get(photo.key, (None, None))
        taken_at = photo.taken_at if photo.says_when else None
        return SeenFile(photo.key, "image", width, height, taken_at, str(photo.key), used_on, used_by)

    def _note(self, record: FollowUp, earlier: list[EarlierText]) -> Judged:
        """A call or a chat, as an import of history would judge it: names of attachments prove nothing."""
        eff, novel, alike, _key, body = judge_text(record.text, earlier, self._stock)
        reasons = ["text_too_short"] if eff < ENOUGH else []
        if alike >= NEAR_COPY:
            reasons.append("text_copied")
        elif eff >= ENOUGH > novel:
            reasons.append("text_not_new")
        return Judged(
            is_valid=not reasons,
            reasons=tuple(reasons),
            findings=(),
            eff_chars=eff,
            novel_chars=Decimal(novel.numerator * 100 / novel.denominator).quantize(Decimal(1), ROUND_HALF_UP) / 100,
            evidence_units=0,
            body=body,
            rule_version=self._rules.version,
        )
