"""`genjin watch` and `genjin judge` print one document and nothing else."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from genjin.config.commands import judge, watch
from genjin.config.refusal import Refusal
from genjin.kernel.flows.models import Episode
from tests.factories import cast
from tests.flows.arrange import customer_since, shift_clock_to


def run(module: Any, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    assert module.run(parser.parse_args([*words, "--json"])) == 0
    printed = capsys.readouterr()
    assert printed.err == "" or "--as-of" in words
    return json.loads(printed.out)


@pytest.mark.django_db
def test_watch_as_of_a_day_dry_and_for_good(capsys: pytest.CaptureFixture[str]) -> None:
    people = cast()
    shift_clock_to(date(2026, 11, 23))
    where = customer_since(people.rep, date(2026, 11, 20))
    future = ("silent_customer", "--as-of", "2026-12-04")
    expected = {"entered": [str(where)], "left": [], "inside": 1}
    assert run(watch, capsys, *future, "--dry-run") == expected
    assert not Episode.objects.exists()
    assert run(watch, capsys, *future) == expected
    assert run(watch, capsys, *future) == {"entered": [], "left": [], "inside": 1}
    assert run(watch, capsys, "silent_customer", "--as-of", "2026-12-03", "--dry-run")["left"] == [str(where)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [["moon"], ["silent_customer", "--as-of", "tomorrow"], ["silent_customer", "--as-of", "9999-12-31"]]
)
def test_watch_refuses_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    cast()
    with pytest.raises(Refusal) as refused:
        run(watch, capsys, *words)
    assert "\n" not in str(refused.value)


def test_judge_sees_what_the_checks_see(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_text("客户关心价格和交期\n\n", "utf-8")
    said = run(judge, capsys, "客户关心价格和售后服务", "--earlier", str(earlier))
    assert (said["eff_chars"], said["reasons"]) == (11, ["text_too_short"])
    assert said["novel_chars"] == pytest.approx(44 / 9, abs=1e-6)
    assert said["containment"] == pytest.approx(5 / 9, abs=1e-6)
    whole = "张总要确认 PLC 接口协议，刘工说二期节拍还要再压一秒"
    assert run(judge, capsys, whole) == {"eff_chars": 23, "novel_chars": 23, "containment": 0, "reasons": []}
    earlier.write_text(whole, "utf-8")
    assert run(judge, capsys, whole, "--earlier", str(earlier))["reasons"] == ["text_copied"]
    assert run(judge, capsys, "常规问候")["reasons"] == ["text_too_short", "text_boilerplate"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_judge_refuses_a_file_it_cannot_read(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "earlier.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refusal):
        run(judge, capsys, "x", "--earlier", str(path))
