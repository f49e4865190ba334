"""Writes the planned contacts down: words, people met, next steps with what became of them, photos and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from genjin.sales.demo.activity import Slot, Span, is_working_day
from genjin.sales.demo.company import Company
from genjin.sales.demo.story import STORY, StoryCustomer, StoryNote
from genjin.sales.demo.texts import Note, Subject, Writer, draw_need, draw_subject, spoken_date
from genjin.sales.demo.trades import BY_KEY
from genjin.sales.demo.world import COMPANY_ZONE, CheckIn, Contact, Customer, FollowUp, NextStep, Photo, Size

PHOTO_DAYS = 28
PHOTO_LIMIT: dict[Size, int] = {"full": 1490, "small": 200}
_SCENES = {
    "price": ("meeting", "whiteboard", "document", "hall"),
    "technical": ("cabinet", "machine", "whiteboard", "hall", "machine"),
    "delivery": ("warehouse", "hall", "gate", "machine"),
    "service": ("cabinet", "machine", "hall", "document"),
}
_PROOF_SCENES = {
    "visitor_slip": "document",
    "name_card": "document",
    "whiteboard": "whiteboard",
    "document": "document",
}
_HOLLOW_SCENES = ("gate", "gate", "meeting", "hall")
# How far ahead one plans, in days, by class of customer.
_HORIZON = {"A": 16, "B": 30, "C": 48, "D": 62}
_LATEST_DUE_DAYS = 88


@dataclass(slots=True)
class _Draft:
    """A follow-up on its way; keys are given once all are in order of time."""

    slot: Slot
    note: Note
    need_type: str | None
    contact: int | None
    next_step: NextStep | None
    photos: tuple[int, ...]
    attachments: tuple[str, ...]
    check_in: CheckIn | None
    recorded_at: datetime


class Chronicle:
    """Turns slots into follow-ups and remembers what a later one needs of an earlier one."""

    def __init__(self, rng: Random, size: Size, company: Company, span: Span, inactive: set[int]) -> None:
        self._rng = rng
        self._span = span
        self._inactive = inactive
        self._photo_limit = PHOTO_LIMIT[size]
        self._photos_from = span.today - timedelta(days=PHOTO_DAYS - 1)
        self._customers = {customer.key: customer for customer in company.customers}
        self._contacts: dict[int, list[Contact]] = {}
        for contact in company.contacts:
            self._contacts.setdefault(contact.customer, []).append(contact)
        self._company = company
        self._subjects: dict[int, Subject] = {}
        self._writers: dict[str, Writer] = {}
        self._written: dict[str, list[tuple[datetime, str]]] = {}
        self._shot: dict[str, list[int]] = {}
        self._drafts: list[_Draft] = []
        self.photos: list[Photo] = []

    def write(self, slots: Sequence[Slot]) -> tuple[FollowUp, ...]:
        following = _following(slots)
        for index, slot in enumerate(slots):
            self._write_slot(slot, *following[index])
        for entry in STORY:
            self._tell(entry)
        self._drafts.sort(key=lambda draft: (draft.slot.at, draft.slot.author, draft.slot.customer))
        return tuple(self._finished(key, draft) for key, draft in enumerate(self._drafts, start=1))

    def _finished(self, key: int, draft: _Draft) -> FollowUp:
        slot = draft.slot
        return FollowUp(
            key=key,
            kind=slot.kind,
            phase="live" if slot.day >= self._span.live_on else "history",
            customer=slot.customer,
            author=slot.author,
            occurred_at=slot.at,
            recorded_at=draft.recorded_at,
            text=draft.note.text,
            quotes=draft.note.quotes,
            need_type=draft.need_type,
            contact=draft.contact,
            next_step=draft.next_step,
            photos=draft.photos,
            attachments=draft.attachments,
            check_in=draft.check_in,
        )

    # -- one slot --------------------------------------------------------------------------------------------------

    def _write_slot(self, slot: Slot, next_at: datetime | None, is_last_good: bool) -> None:
        rng = self._rng
        contact, people = self._meet(slot.customer)
        subject = self._subject(slot.customer)
        writer = self._writer(slot.author)
        need = draw_need(rng, subject)
        if slot.fault == "copied" and not self._copyable(slot):
            slot.fault = "no_next"
        if slot.fault == "reused_photo" and not (self._shot.get(slot.author) and slot.day >= self._photos_from):
            slot.fault = "no_photo"
        note = self._words(writer, slot, subject, people, need)
        step = self._next_step_text(writer, slot, subject, people, need, is_last_good)
        recorded_at = self._recorded_at(slot)
        next_step = self._promise(slot, recorded_at.date(), step, next_at, is_last_good) if step else None
        if slot.day < self._span.live_on and next_step and next_step.due_on:
            note = Note(f"{note.text.rstrip('。')}。下一步：{step}，{spoken_date(next_step.due_on)}前。", note.quotes)
        photos, attachments = self._proofs(slot, need)
        self._written.setdefault(slot.author, []).append((recorded_at, note.text))
        has_need = slot.kind == "visit" and slot.fault != "no_need" and slot.margins[0]
        self._drafts.append(
            _Draft(
                slot=slot,
                note=note,
                need_type=need if has_need else None,
                contact=contact,
                next_step=next_step,
                photos=photos,
                attachments=attachments,
                check_in=self._check_in(slot),
                recorded_at=recorded_at,
            )
        )

    def _words(self, writer: Writer, slot: Slot, subject: Subject, people: list[str], need: str) -> Note:
        if slot.fault == "stock":
            return Note(writer.stock_note(), ())
        if slot.fault == "tiny":
            return Note(writer.tiny_note(), ())
        if slot.fault == "short":
            return Note(writer.short_note(subject, people, slot.day), ())
        if slot.fault == "copied":
            return Note(writer.resend(self._rng.choice(self._copyable(slot))), ())
        if slot.kind == "visit":
            return writer.visit_note(subject, people, slot.day, need)
        return writer.call_note(subject, people, slot.day, need)

    def _copyable(self, slot: Slot) -> list[str]:
        """Own texts of the last weeks that are long enough to be recognised as sent again."""
        edge = slot.at - timedelta(days=75)
        recent = self._written.get(slot.author, [])[-60:]
        return [text for recorded_at, text in recent if edge <= recorded_at < slot.at and len(text) >= 45]

    def _next_step_text(
        self, writer: Writer, slot: Slot, subject: Subject, people: list[str], need: str, is_last_good: bool
    ) -> str:
        rng = self._rng
        if slot.kind != "visit":
            wanted = not slot.fault and rng.random() < (0.86 if is_last_good else 0.3)
            # Systems of old keep no plan with a call.
            if not wanted or slot.day < self._span.live_on:
                return ""
            return writer.next_step(subject, people, slot.day, need, after_call=True)
        if slot.fault == "no_next" or not slot.margins[2]:
            return ""
        if slot.fault == "vague_next":
            return writer.vague_next_step()
        if slot.fault in ("stock", "tiny", "short") and slot.day >= self._span.live_on and rng.random() < 0.8:
            return "" if rng.random() < 0.7 else writer.vague_next_step()
        return writer.next_step(subject, people, slot.day, need, after_call=False)

    def _promise(
        self, slot: Slot, recorded_on: date, text: str, next_at: datetime | None, is_last_good: bool
    ) -> NextStep:
        """When it is due and whether it was kept: the last good contact mostly leaves an open one behind."""
        rng, today = self._rng, self._span.today
        latest = slot.day + timedelta(days=_LATEST_DUE_DAYS)
        is_active = slot.customer not in self._inactive
        if is_last_good and is_active and latest > today and rng.random() < 0.86:
            rank = self._customers[slot.customer].rank
            ahead = today + timedelta(days=rng.randint(1, _HORIZON[rank]))
            return NextStep(text, min(_to_working_day(ahead), latest), None)
        if next_at is None:
            due_on = _to_working_day(max(slot.day + timedelta(days=rng.randint(3, 14)), recorded_on))
            is_kept = due_on < today and rng.random() < 0.86
            return NextStep(text, due_on, self._at_desk(slot, due_on) if is_kept else None)
        wanted = next_at.date() + timedelta(days=rng.randint(-2, 4))
        due_on = min(_to_working_day(max(wanted, slot.day + timedelta(days=1), recorded_on)), latest)
        if due_on >= today or rng.random() < 0.92:
            return NextStep(
                text, due_on, next_at if next_at.date() <= due_on + timedelta(days=4) else self._at_desk(slot, due_on)
            )
        return NextStep(text, due_on, None)

    def _at_desk(self, slot: Slot, due_on: date) -> datetime:
        """A moment of the due day, or after the contact if that was on the same day."""
        moment = datetime.combine(due_on, time(self._rng.randint(9, 16), self._rng.randint(0, 59)), COMPANY_ZONE)
        return min(max(moment, slot.at + timedelta(minutes=40)), self._span.now)

    # -- evidence --------------------------------------------------------------------------------------------------

    def _proofs(self, slot: Slot, need: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        rng = self._rng
        if slot.kind != "visit":
            share = 0.018 if slot.day < self._span.live_on else 0.09
            return (), (_attachment_name(rng, slot.at),) if rng.random() < share else ()
        if slot.day < self._span.live_on:
            return (), (_photo_name(rng, slot.at),) if slot.margins[1] else ()
        if slot.fault == "reused_photo":
            return (rng.choice(self._shot[slot.author][-12:]),), ()
        is_small = slot.fault == "no_photo" and rng.random() < 0.25 and slot.day >= self._photos_from
        without = slot.fault == "no_photo" and not is_small
        if without or (slot.fault in ("stock", "tiny", "short") and rng.random() < 0.3):
            return (), ()
        if slot.day < self._photos_from or len(self.photos) >= self._photo_limit:
            return (), (_photo_name(rng, slot.at),)
        scenes = _HOLLOW_SCENES if slot.fault in ("stock", "tiny", "short") else _SCENES[need]
        return (self._shoot(slot, rng.choice(scenes), is_small=is_small),), ()

    def _shoot(self, slot: Slot, scene: str, *, is_small: bool = False) -> int:
        rng = self._rng
        proof = rng.choice(sorted(_PROOF_SCENES)) if self._customers[slot.customer].photo_forbidden else ""
        taken_at = slot.at - timedelta(minutes=rng.randint(0, 35), seconds=rng.randint(0, 59))
        key = len(self.photos) + 1
        self.photos.append(
            Photo(
                key=key,
                name=_photo_name(rng, taken_at),
                scene=_PROOF_SCENES.get(proof, scene),
                taken_at=taken_at,
                says_when=rng.random() < 0.93,
                is_small=is_small,
                proof=proof,
            )
        )
        if not is_small:
            self._shot.setdefault(slot.author, []).append(key)
        return key

    def _check_in(self, slot: Slot) -> CheckIn | None:
        if slot.kind != "visit" or slot.day < self._span.live_on or self._rng.random() > 0.58:
            return None
        place = self._customers[slot.customer]
        return CheckIn(
            round(place.lat + self._rng.gauss(0, 0.0009), 6),
            round(place.lon + self._rng.gauss(0, 0.0011), 6),
            round(self._rng.uniform(8, 90), 1),
        )

    def _recorded_at(self, slot: Slot) -> datetime:
        """Mostly the same day; a few are written down more than 72 hours later."""
        delay = timedelta(minutes=self._rng.randint(4, 260))
        if self._rng.random() < 0.035:
            delay = timedelta(hours=self._rng.randint(73, 130))
        return min(slot.at + delay, self._span.now)

    # -- who and what about ----------------------------------------------------------------------------------------

    def _meet(self, customer: int) -> tuple[int | None, list[str]]:
        known = self._contacts.get(customer, [])
        if not known:
            return None, []
        people = self._rng.sample(known, len(known))
        return people[0].key, [contact.spoken for contact in people]

    def _subject(self, customer: int) -> Subject:
        if customer not in self._subjects:
            self._subjects[customer] = draw_subject(self._rng, BY_KEY[self._customers[customer].trade])
        return self._subjects[customer]

    def _writer(self, author: str) -> Writer:
        if author not in self._writers:
            self._writers[author] = Writer(self._rng)
        return self._writers[author]

    # -- the told story --------------------------------------------------------------------------------------------

    def _tell(self, entry: StoryCustomer) -> None:
        customer = self._customers[self._company.story[entry.key]]
        known = {contact.spoken: contact.key for contact in self._contacts[customer.key]}
        shot: dict[str, int] = {}
        for note in entry.notes:
            slot = self._told_slot(customer, note)
            if slot.at > self._span.now:
                continue
            if note.photo and note.photo not in shot and slot.day >= self._photos_from:
                shot[note.photo] = self._shoot(slot, note.scene)
            due_on = None if note.due_in_days is None else self._span.today + timedelta(days=note.due_in_days)
            self._drafts.append(
                _Draft(
                    slot=slot,
                    note=Note(note.text, note.quotes),
                    need_type=note.need_type,
                    contact=known.get(note.speaker),
                    next_step=NextStep(note.next_step, due_on, None) if note.next_step else None,
                    photos=(shot[note.photo],) if note.photo in shot else (),
                    attachments=(),
                    check_in=self._check_in(slot),
                    recorded_at=min(slot.at + timedelta(minutes=35), self._span.now),
                )
            )

    def _told_slot(self, customer: Customer, note: StoryNote) -> Slot:
        day = self._span.today - timedelta(days=note.days_ago)
        while not (note.on_any_day or is_working_day(day)):
            day -= timedelta(days=1)
        return Slot(
            note.kind,
            datetime.combine(day, time(*note.at), COMPANY_ZONE),
            customer.owner,
            customer.team,
            "",
            customer=customer.key,
        )


def _following(slots: Sequence[Slot]) -> list[tuple[datetime | None, bool]]:
    """For each slot the time of the customer's next one, and whether no later one of the customer is to be valid."""
    next_at: dict[int, datetime] = {}
    has_later_good: set[int] = set()
    answers: list[tuple[datetime | None, bool]] = []
    for slot in reversed(slots):
        is_good = not slot.fault
        answers.append((next_at.get(slot.customer), is_good and slot.customer not in has_later_good))
        next_at[slot.customer] = slot.at
        if is_good:
            has_later_good.add(slot.customer)
    return answers[::-1]


def _to_working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _photo_name(rng: Random, at: datetime) -> str:
    style = rng.random()
    if style < 0.6:
        return f"IMG_{at:%Y%m%d_%H%M%S}.jpg"
    if style < 0.85:
        return f"微信图片_{at:%Y%m%d%H%M%S}.jpg"
    return f"现场{at:%m%d}_{rng.randint(1, 99):02d}.jpg"


def _attachment_name(rng: Random, at: datetime) -> str:
    stem = rng.choice(("聊天截图", "报价单", "技术协议", "布局图", "样件照片", "会议纪要", "点位表"))
    ending = {"聊天截图": "jpg", "样件照片": "jpg", "点位表": "xlsx", "布局图": "pdf"}.get(stem, "pdf")
    return f"{stem}_{at:%m%d}.{ending}"
