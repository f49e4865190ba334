"""The `genjin` command: its words on stderr, its refusals as one line, its sub-commands whole."""

from __future__ import annotations

import errno
import json
import logging
from pathlib import Path
from types import SimpleNamespace

import pytest

from genjin.config import command, folder
from genjin.config.environment import read_environment
from genjin.config.logs import JsonLines, request_id
from genjin.config.refusal import Refusal, refusal_of_disk


def test_every_sub_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name in ("up", "serve", "worker", "migrate", "manage"):
        assert f"    {name} " in said


def test_a_refusal_is_one_line_and_two(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GENJIN_PORT", "eighty")
    assert command.main(["up"]) == 2
    said = capsys.readouterr()
    assert said.err == "genjin: GENJIN_PORT is 'eighty': give a port number from 1 to 65535.\n"
    assert said.out == ""


def test_the_environment_has_the_promised_defaults() -> None:
    environment = read_environment({})
    assert (environment.port, environment.demo, environment.database_url) == (8000, "full", "")
    assert environment.data_dir == Path("data").absolute()


@pytest.mark.parametrize("name", ["GENJIN_PORT", "GENJIN_DEMO"])
def test_a_value_nobody_can_use_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=name):
        read_environment({name: "many"})


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    environment = read_environment({"GENJIN_DATA_DIR": str(tmp_path / "data")})
    first = environment.secret_key()
    assert environment.secret_key() == first
    assert len(first) > 50
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_is_seen_before_anything_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))
    with pytest.raises(Refusal, match="full"):
        folder.prepare_folder(tmp_path / "data")


def test_no_space_and_no_right_to_write_are_told_apart(tmp_path: Path) -> None:
    assert "full" in str(refusal_of_disk(OSError(errno.ENOSPC, "x"), tmp_path))
    assert "cannot be written" in str(refusal_of_disk(OSError(errno.EACCES, "Permission denied"), tmp_path))


def test_a_log_line_is_json_with_its_request_and_without_its_person() -> None:
    record = logging.makeLogRecord({"msg": "tick %s", "args": ("failed",), "levelname": "ERROR", "tick": "drain"})
    record.request = "GET /customers?search=张总"
    token = request_id.set("abc")
    line = json.loads(JsonLines("web").format(record))
    request_id.reset(token)
    assert line["message"] == "tick failed"
    assert (line["tick"], line["request_id"], line["process"]) == ("drain", "abc", "web")
    assert "张总" not in str(line)
