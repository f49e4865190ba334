"""Evaluate a watch now or as of a day: who enters, who leaves, how many are inside."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from genjin.config.refusal import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which watch, as of when, and whether anything is written."""
    parser.add_argument("key", help="e.g. silent_customer")
    parser.add_argument(
        "--as-of", metavar="DATE", help="look from the end of this local day, past or future (default: today)"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Prints `{entered, left, inside}`; nothing is held back for tomorrow, as somebody asked for it by name."""
    from genjin.kernel.errors import DomainError, NotFound
    from genjin.kernel.flows.models import Watch
    from genjin.kernel.flows.watches import evaluate, read_watch, without_history

    day = _day(options.as_of)
    try:
        swept = evaluate(options.key, as_of=day, dry_run=options.dry_run, capped=False)
    except NotFound as error:
        known = ", ".join(Watch.objects.order_by("key").values_list("key", flat=True)) or "none"
        raise Refusal(f"There is no watch “{options.key}”; there are: {known}.") from error
    except DomainError as error:
        raise Refusal(str(error.message)) from error
    if day is not None and (names := without_history(read_watch(options.key))):
        print(f"as they are today, not on {day}: {', '.join(names)}", file=sys.stderr)
    if options.json:
        answer = {
            "entered": [str(i) for i in swept.entered],
            "left": [str(i) for i in swept.left],
            "inside": swept.inside,
        }
        print(json.dumps(answer))
    else:
        print(f"entered {len(swept.entered)}, left {len(swept.left)}, inside {swept.inside}")
    return 0


def _day(raw: str | None) -> date | None:
    if raw is None:
        return None
    try:
        day = date.fromisoformat(raw)
    except ValueError as error:
        raise Refusal(f"“{raw}” is no day: write it as 2026-11-30.") from error
    if not 1970 <= day.year <= 2199:
        raise Refusal(f"“{raw}” is too far away: choose a day between 1970 and 2199.")
    return day
