"""Say what the visit checks see in a text: effective characters, what is new in it, and what it lacks."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from genjin.config.refusal import Refusal

NEEDS_DATABASE = False

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The text, and what was written earlier."""
    parser.add_argument("text")
    parser.add_argument("--earlier", metavar="FILE", type=Path, help="UTF-8, one earlier text a line")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Prints `{eff_chars, novel_chars, containment, reasons}`, judged by the shipped thresholds and stock phrases."""
    earlier = _lines(options.earlier) if options.earlier else []
    answer = judge(options.text, earlier)
    if options.json:
        print(json.dumps(answer))
    else:
        print(", ".join(f"{key} {value}" for key, value in answer.items()))
    return 0


def judge(text: str, earlier: list[str]) -> dict[str, object]:
    """What is to be printed."""
    import django

    django.setup()
    from genjin.kernel.objects.checks import compile_rules
    from genjin.kernel.playbooks.apply import read_playbook
    from genjin.kernel.playbooks.shipped import shipped_file
    from genjin.lib.text.novelty import spoken
    from genjin.sales.activity.judge import judge_text
    from genjin.sales.activity.subject import EarlierText, VisitSubject

    form = read_playbook(shipped_file("industrial_b2b").read_bytes()).items["forms"]["visit"]
    rules = compile_rules(1, form)
    stock = tuple(rules.settings["stock_phrases"])
    texts = [EarlierText(n, date.min, spoken(line)) for n, line in enumerate(earlier)]
    eff, novel, alike, copied_from, _body = judge_text(text, texts, stock)
    subject = VisitSubject(
        text=text, need_type=None, need_types=(), next_text="", next_due_on=None, next_due_raw="", photos=(), proofs=(),
        no_photo=False, occurred_at=_NEVER, now=_NEVER, today=date.min, eff=eff, novel=novel, containment=alike,
        copied_from=copied_from, stock=stock,
    )  # fmt: skip
    found = [f for force in rules.checks if force.check.key == "text" for f in force.check.run(subject, force.params)]
    return {
        "eff_chars": eff,
        "novel_chars": _decimal(novel),
        "containment": _decimal(alike),
        "reasons": [finding.code for finding in found],
    }


def _decimal(exact: Fraction) -> int | float:
    return int(exact) if exact.denominator == 1 else round(float(exact), 6)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    return [line for line in text.splitlines() if line.strip()]
