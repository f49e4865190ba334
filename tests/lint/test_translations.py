"""The check of the Chinese catalogue sees gaps, accusing words and lost placeholders."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from tools import translations


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    (tmp_path / "views.py").write_text('title = _("Today")\nwords = ngettext("%(n)s visit", "%(n)s visits", n)\n')
    (tmp_path / "page.html").write_text(
        '{% load i18n %}<c-btn label="{% translate "Save" %}">{{ x|default:_("None") }}'
    )
    return tmp_path


def _catalogue(**chinese: str) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue += [polib.POEntry(msgid=english, msgstr=text) for english, text in chinese.items()]
    return catalogue


def test_texts_of_python_and_templates_are_found(package: Path) -> None:
    assert {text.english for text in translations.texts()} == {"Today", "%(n)s visit", "Save", "None"}


def test_a_gap_is_named_with_its_place(package: Path) -> None:
    found = list(translations.problems(_catalogue(Save="保存", None_="")))
    assert "views.py:1: not translated: 'Today'" in found


def test_an_accusing_word_is_refused(package: Path) -> None:
    assert any("造假" in line for line in translations.problems(_catalogue(Today="造假")))


def test_a_lost_placeholder_is_seen(package: Path) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="%(n)s visit", msgid_plural="%(n)s visits", msgstr_plural={0: "次拜访"}))
    assert any("placeholders differ" in line for line in translations.problems(catalogue))


def test_added_lines_make_the_catalogue_whole(package: Path) -> None:
    catalogue = polib.POFile()
    lines = [("Today", "今天"), ("%(n)s visit", "%(n)s 次拜访"), ("Save", "保存"), ("None", "无"), ("Gone", "没了")]
    translations.add(catalogue, iter(lines))
    assert list(translations.problems(catalogue)) == []
    assert "Gone" not in {entry.msgid for entry in catalogue}
