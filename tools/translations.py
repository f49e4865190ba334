"""Keeps the Chinese catalogue whole: finds every wrapped text, checks its Chinese, compiles without gettext's tools.

`python -m tools.translations check | compile | missing | add FILE.tsv …` (a line of the file: English, tab, Chinese).
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "genjin"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
BANNED = ("造假", "不合格", "违规")

_PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "N_"}
_CALLS = _PLAIN | _PLURAL | _CONTEXT
_TEMPLATE_CALL = re.compile(
    r"\b(n?p?gettext|_)\(\s*u?(?P<arguments>(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|[\s,u])+)"
)
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@dataclass(frozen=True)
class Text:
    """One text to translate and where it stands first."""

    context: str
    english: str
    plural: str
    place: str


def texts() -> list[Text]:
    """Every wrapped text of the package, each once, in the order of files."""
    found: dict[tuple[str, str], Text] = {}
    for path in sorted(PACKAGE.rglob("*")):
        reader = {".py": _in_python, ".html": _in_template, ".txt": _in_template}.get(path.suffix)
        if reader and "migrations" not in path.parts:
            for text in reader(path):
                found.setdefault((text.context, text.english), text)
    return list(found.values())


def _in_python(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _CALLS:
            values = [
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            yield from _text(name, values, f"{path.relative_to(ROOT)}:{node.lineno}")


def _in_template(path: Path) -> Iterator[Text]:
    source = templatize(path.read_text("utf-8"), origin=str(path))
    for match in _TEMPLATE_CALL.finditer(source):
        values = [ast.literal_eval(string) for string in _STRING.findall(match["arguments"])]
        line = source.count("\n", 0, match.start()) + 1
        yield from _text(match[1], values, f"{path.relative_to(ROOT)}:{line}")


def _text(name: str, values: list[str], place: str) -> Iterator[Text]:
    context = values.pop(0) if name in _CONTEXT and values else ""
    if values and values[0]:
        yield Text(context, values[0], values[1] if name in _PLURAL and len(values) > 1 else "", place)


def problems(catalogue: polib.POFile) -> Iterator[str]:
    """One line for each text that a Chinese reader would see in English, or see wrong."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for text in texts():
        entry = known.get((text.context, text.english))
        if entry is None or entry.fuzzy or not _chinese(entry):
            yield f"{text.place}: not translated: {text.english!r}"
    for entry in known.values():
        yield from _flaws(entry)


def _flaws(entry: polib.POEntry) -> Iterator[str]:
    chinese = _chinese(entry)
    for word in BANNED:
        if word in chinese:
            yield f"{entry.msgid!r}: the word {word} accuses; say what is missing instead"
    wanted, given = _placeholders(entry.msgid_plural or entry.msgid), _placeholders(chinese)
    if chinese and wanted != given:
        yield f"{entry.msgid!r}: placeholders differ: {sorted(wanted)} and {sorted(given)}"


def _chinese(entry: polib.POEntry) -> str:
    return entry.msgstr or (entry.msgstr_plural or {}).get(0, "")


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", ""))}


def load() -> polib.POFile:
    """The catalogue, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def add(catalogue: polib.POFile, lines: Iterator[tuple[str, str]]) -> None:
    """Sets translations; texts nobody wraps any more are dropped, so that the file stays what the pages say."""
    given = dict(lines)
    known = {(entry.msgctxt or "", entry.msgid): _chinese(entry) for entry in catalogue if not entry.fuzzy}
    catalogue.clear()
    for text in texts():
        chinese = given.get(text.english) or known.get((text.context, text.english), "")
        if not chinese:
            continue
        entry = polib.POEntry(msgid=text.english, occurrences=[(text.place.rpartition(":")[0], "")])
        if text.context:
            entry.msgctxt = text.context
        if text.plural:
            entry.msgid_plural, entry.msgstr_plural = text.plural, {0: chinese}
        else:
            entry.msgstr = chinese
        catalogue.append(entry)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="tools.translations", description=__doc__)
    parser.add_argument("action", choices=["check", "compile", "missing", "add"])
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    catalogue = load()
    if options.action == "compile":
        catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
        return 0
    if options.action == "add":
        add(catalogue, (pair for path in options.files for pair in _pairs(path)))
        catalogue.save(str(CATALOGUE))
        return 0
    if options.action == "missing":
        known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue if _chinese(entry)}
        for text in texts():
            if (text.context, text.english) not in known:
                print(f"{text.english!r}\t\t{text.place}")
        return 0
    found = list(problems(catalogue))
    print("\n".join(found) or f"{len(catalogue)} texts, all translated", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            english, tab, chinese = line.partition("\t")
            if not tab:
                sys.exit(f"{path}:{number}: no tab between English and Chinese")
            yield english.strip().replace("\\n", "\n"), chinese.strip().replace("\\n", "\n")


if __name__ == "__main__":
    sys.exit(main())
