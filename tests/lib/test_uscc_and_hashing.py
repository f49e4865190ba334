"""Credit codes and fingerprints."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genjin.lib.hashing import canonical_json, fingerprint, sha256_hex
from genjin.lib.uscc import UsccInvalid, is_valid_uscc, normalise_uscc

CODE = "91350100M000100Y43"


@pytest.mark.parametrize(
    "raw", [CODE, CODE.lower(), "９１３５０１００Ｍ０００１００Ｙ４３", " 91350100 M000100Y43 ", "91350100-M000100Y4-3"]
)
def test_a_code_in_many_spellings(raw: str) -> None:
    assert normalise_uscc(raw) == CODE


@pytest.mark.parametrize(
    "raw", ["", "91350100M000100Y44", CODE[:-1], CODE + "3", "91350100MO00100Y43", 9.135e17, None, "中" * 18]
)
def test_a_wrong_code_is_refused(raw: object) -> None:
    with pytest.raises(UsccInvalid):
        normalise_uscc(raw)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_single_wrong_sign_is_noticed(at: int, sign: str) -> None:
    changed = CODE[:at] + sign + CODE[at + 1 :]
    assert is_valid_uscc(changed) is (changed == CODE)


def test_bytes_and_files_hash_alike(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex(b"abc") == sha256_hex(tmp_path / "a.txt") == expected == hashlib.sha256(b"abc").hexdigest()


def test_equal_documents_have_equal_bytes() -> None:
    assert canonical_json({"b": 1, "a": "中"}) == canonical_json({"a": "中", "b": 1}) == '{"a":"中","b":1}'.encode()
    values = [date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC), Decimal("1.10"), UUID(int=1)]
    assert canonical_json(values).startswith(b'["2026-11-23","2026-11-23T00:00:00+00:00","1.10","0000')
    with pytest.raises(ValueError):
        canonical_json(float("nan"))
    with pytest.raises(TypeError):
        canonical_json(object())


@given(st.lists(st.none() | st.text(max_size=8), max_size=6), st.lists(st.none() | st.text(max_size=8), max_size=6))
def test_fingerprints_are_equal_only_for_equal_rows(one: list[str | None], other: list[str | None]) -> None:
    assert (fingerprint(one) == fingerprint(other)) is (one == other)
    assert len(fingerprint(one)) == 16


def test_neither_joining_nor_emptiness_makes_two_rows_one() -> None:
    rows = [["a", "b"], ["ab", ""], ["ab"], [None, "ab"], ["", "ab"], ["a\x1fb"], ["1;a"], ["\ud800"]]
    assert len({fingerprint(row) for row in rows}) == len(rows)
