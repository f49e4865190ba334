"""What a browser has to fetch: small, complete, and built from a lock file that names no registry."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from genjin.web.shell.assets import BUILD, MANIFEST, Manifest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
BUDGET_BYTES = 60 * 1024
PAGES = ("visit.ts", "list.ts", "queue.ts", "import.ts")

built = pytest.mark.skipif(not MANIFEST.exists(), reason="the front end is not built: run `make frontend`")


def _weight(*sources: str) -> int:
    manifest = Manifest(MANIFEST)
    entries = [entry for source in sources if (entry := manifest.entry(source))]
    assert len(entries) == len(sources)
    files = {file for entry in entries for file in (entry.file, *entry.imports)}
    return sum(len(gzip.compress((BUILD / file).read_bytes())) for file in files)


@built
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fetches_at_most_60_kilobytes_of_script(page: str) -> None:
    assert _weight("theme.ts", "shell.ts", page) <= BUDGET_BYTES


@built
def test_a_page_with_alpine_stays_within_the_budget() -> None:
    assert _weight("theme.ts", "shell.ts", "alpine.ts") <= BUDGET_BYTES


@built
def test_every_file_but_the_worker_carries_its_hash() -> None:
    """Whitenoise tells browsers to keep them for ever by exactly this."""
    # `.built` is make's own mark of the build; it is never asked for.
    names = [path.name for path in BUILD.glob("[!.]*") if path.suffix not in {".gz", ".br"}]
    names = [name for name in names if name not in {"sw.js", "manifest.json"}]
    assert names
    assert [name for name in names if not re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.(js|css|svg)", name)] == []


@built
def test_every_file_lies_ready_compressed() -> None:
    """Whitenoise sends `x.js.br` for `x.js` to browsers that can read it, and compresses nothing by itself."""
    names = {path.name for path in BUILD.iterdir()}
    plain = {name for name in names if name.endswith((".js", ".css", ".svg", ".json"))}
    assert {f"{name}{end}" for name in plain for end in (".gz", ".br")} <= names


@built
def test_the_service_worker_is_one_file() -> None:
    worker = (BUILD / "sw.js").read_text("utf-8")
    assert "import" not in re.sub(r"importScripts", "", worker)
    assert "genjin-pages" in worker


@built
def test_the_scripts_hold_no_source_of_code_from_text() -> None:
    """`eval` in htmx is switched off by configuration; nothing else may ask for it."""
    shell = json.loads(MANIFEST.read_text("utf-8"))["src/shell.ts"]["file"]
    for path in BUILD.glob("*.js"):
        calls = re.findall(r"\bnew Function\(|\beval\(", path.read_text("utf-8"))
        assert len(calls) <= (1 if path.name == shell else 0), path.name


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []


def test_the_lock_file_serves_every_common_machine() -> None:
    """npm leaves other machines' binaries out when it locks on a folder installed before."""
    names = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    for machine in ("linux-x64-gnu", "linux-arm64-gnu", "darwin-arm64", "win32-x64-msvc"):
        assert f"node_modules/@rolldown/binding-{machine}" in names
        assert f"node_modules/lightningcss-{machine}" in names


def test_a_missing_build_leaves_a_page_without_script_not_without_page(tmp_path: Path) -> None:
    assert Manifest(tmp_path / "manifest.json").entry("shell.ts") is None


def test_imports_of_imports_are_found_once(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    chunks = {
        "src/a.ts": {"file": "a.js", "imports": ["_b", "_c"]},
        "_b": {"file": "b.js", "imports": ["_c"]},
        "_c": {"file": "c.js", "imports": ["_b"]},
    }
    path.write_text(json.dumps(chunks), "utf-8")
    entry = Manifest(path).entry("a.ts")
    assert entry is not None
    assert entry.imports == ("b.js", "c.js")
