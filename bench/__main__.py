"""`make bench`: every work beside its bare statement; a table on stdout, build/… and bench/results.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench import company, works
from bench.peers import genjin as peers

RESULTS = Path(__file__).parent / "results.json"
COLUMNS = ("name", "p50_ms", "p99_ms", "per_s", "bare_p50_ms", "sql_ratio")


def main() -> int:
    """Run the works named on the command line, or all."""
    wanted = set(sys.argv[1:])
    served = company.serve()
    results: list[dict[str, Any]] = []
    try:
        for name, work in {**works.WORKS, **peers.WORKS}.items():
            if wanted and name not in wanted:
                continue
            company.say(f"… {name}")
            row = {"name": name, **work(served)}
            results.append(row)
            company.say("    " + "  ".join(f"{k}={v}" for k, v in row.items() if k != "name"))
    finally:
        served.stop()
        _keep(results)
    print(_table(results))
    return 0


def _keep(results: list[dict[str, Any]]) -> None:
    before = {row["name"]: row for row in json.loads(RESULTS.read_text())} if RESULTS.exists() else {}
    merged = {**before, **{row["name"]: row for row in results}}
    RESULTS.write_text(json.dumps(list(merged.values()), indent=1, ensure_ascii=False))


def _table(results: list[dict[str, Any]]) -> str:
    extra = sorted({key for row in results for key in row} - set(COLUMNS))
    lines = ["| " + " | ".join([*COLUMNS, *extra]) + " |", "|" + "---|" * (len(COLUMNS) + len(extra))]
    for row in results:
        lines.append("| " + " | ".join("" if row.get(k) is None else str(row[k]) for k in [*COLUMNS, *extra]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
