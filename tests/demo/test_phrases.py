"""The parts of field notes: every slot is known, every next step is clear, every hollow text is hollow."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from genjin.lib.text.effective import effective_chars, is_boilerplate
from genjin.sales.demo.phrases import calls, delivery, hollow, openings, price, service, technical
from genjin.sales.demo.texts import Writer, _Slots, draw_subject
from genjin.sales.demo.trades import TRADES

NEEDS = (price, technical, delivery, service)
LISTS = [
    openings.VISIT, openings.CALL, calls.FINDINGS, calls.CLOSINGS, calls.NEXT_STEPS, hollow.SHORT,
    *(getattr(need, name) for need in NEEDS for name in ("FINDINGS", "REACTIONS", "QUOTES", "NEXT_STEPS")),
]  # fmt: skip


@pytest.fixture
def slots() -> _Slots:
    rng = Random(1)
    return _Slots(rng, draw_subject(rng, TRADES[0]), ["张总", "刘工"], date(2026, 11, 24))


def test_there_are_several_hundred_distinct_parts() -> None:
    parts = [part for phrases in LISTS for part in phrases]
    assert len(parts) > 550
    assert len(set(parts)) == len(parts)


def test_every_slot_is_known(slots: _Slots) -> None:
    for phrases in LISTS:
        for phrase in phrases:
            assert "{" not in phrase.format_map(slots)


def test_next_steps_are_clear_and_vague_ones_are_not(slots: _Slots) -> None:
    for phrases in (calls.NEXT_STEPS, *(need.NEXT_STEPS for need in NEEDS)):
        assert all(effective_chars(phrase.format_map(slots)) >= 4 for phrase in phrases)
    assert all(effective_chars(phrase) < 4 for phrase in hollow.VAGUE_NEXT)


def test_hollow_texts_are_hollow(slots: _Slots) -> None:
    assert all(is_boilerplate(phrase) for phrase in hollow.BOILERPLATE)
    assert all(effective_chars(phrase) < 6 for phrase in hollow.TINY)
    assert all(6 <= effective_chars(phrase.format_map(slots)) < 15 for phrase in hollow.SHORT)


def test_a_phrase_returns_only_after_all_others() -> None:
    writer = Writer(Random(3))
    drawn = [writer.stock_note() for _ in range(2 * len(hollow.BOILERPLATE))]
    assert set(drawn[: len(hollow.BOILERPLATE)]) == set(hollow.BOILERPLATE)
