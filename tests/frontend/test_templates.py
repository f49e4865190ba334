"""Templates compose, they do not style: tokens only, known icons only, every component on the style page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src/genjin/web/templates"
STYLES = ROOT / "frontend/src/styles"
SCRIPTS = ROOT / "frontend/src"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
#: drawn round other components, so it has no picture of its own
UNSEEN = {"icon", "section", "head", "bar"}


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_a_template_holds_no_style_script_handler_or_colour(name: str) -> None:
    text = _text(name)
    assert not re.search(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?<![&\w/\"'])#[0-9a-fA-F]{6}\b|\brgba?\(", text)


def test_every_icon_a_template_or_script_names_is_in_the_sprite() -> None:
    known = set(json.loads((ROOT / "frontend/icons.json").read_text("utf-8")))
    used = {icon for name in ALL for icon in re.findall(r"{% icon '([\w-]+)'", _text(name))}
    used |= {
        icon for name in ALL for icon in re.findall(r'(?:<c-(?:btn|chip|menu)[^>]*?\sicon=)"([\w-]+)"', _text(name))
    }
    for path in SCRIPTS.rglob("*.ts"):
        used |= set(re.findall(r"\bicon\(\"([\w-]+)\"", path.read_text("utf-8")))
    assert used - known == set()


def test_the_style_page_shows_every_component() -> None:
    components = {path.stem.replace("_", "-") for path in (TEMPLATES / "cotton").glob("*.html")}
    kit = "".join(path.read_text("utf-8") for path in (TEMPLATES / "ui").glob("*.html"))
    shown = set(re.findall(r"<c-([\w-]+)", kit)) - {"slot", "vars"}
    assert components - shown - UNSEEN == set()
    assert shown - components == set()


def test_only_the_tokens_name_colours() -> None:
    for path in STYLES.glob("*.css"):
        if path.name == "tokens.css":
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        raw = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", text)
        # a photo's caption lies on the photo, whatever the theme; paper is white when printed
        assert set(raw) <= {"#fff", "rgba(10, 14, 20, .82)"}, path.name


def test_every_token_a_style_uses_exists_and_light_and_dark_name_the_same_colours() -> None:
    tokens = (STYLES / "tokens.css").read_text("utf-8")
    known = set(re.findall(r"(--g-[\w-]+)\s*:", tokens))
    used = {name for path in STYLES.glob("*.css") for name in re.findall(r"var\((--g-[\w-]+)", path.read_text("utf-8"))}
    assert used - known == set()
    light, dark = tokens.split('[data-bs-theme="dark"] {')[:2]
    colours = {
        name for name, value in re.findall(r"(--g-[\w-]+)\s*:\s*([^;]+);", light) if re.match(r"#|rgba|0 ", value)
    }
    assert colours - set(re.findall(r"(--g-[\w-]+)\s*:", dark.split("}")[0])) == set()


def test_the_two_words_never_used_are_not_used() -> None:
    for path in [*TEMPLATES.rglob("*.html"), *SCRIPTS.rglob("*.ts")]:
        assert not re.search("造假|不合格|违规", path.read_text("utf-8")), path
