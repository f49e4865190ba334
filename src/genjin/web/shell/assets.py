"""Finds the front end's built files by the name of their source, through Vite's manifest."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"
MANIFEST = BUILD / "manifest.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One built source: its file, and the files it needs before it can run (paths below `static/build/`)."""

    file: str
    imports: tuple[str, ...] = ()


class Manifest:
    """The manifest as last read; read again when a build has replaced it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = -1
        self._entries: dict[str, Entry] = {}

    def entry(self, source: str) -> Entry | None:
        """The entry built from `source`, e.g. `shell.ts`; None, with a line in the log, when it was not built."""
        self._refresh()
        found = self._entries.get(f"src/{source}") or self._entries.get(source)
        if found is None:
            logger.warning("front end not built: %s is not in %s (run `make frontend`)", source, self.path)
        return found

    def _refresh(self) -> None:
        try:
            stamp = self.path.stat().st_mtime_ns
        except OSError:
            stamp = 0
        if stamp == self._stamp:
            return
        chunks = json.loads(self.path.read_text("utf-8")) if stamp else {}
        self._entries = {name: Entry(chunk["file"], _needed(chunks, name)) for name, chunk in chunks.items()}
        self._stamp = stamp


def _needed(chunks: dict[str, dict], name: str) -> tuple[str, ...]:
    """Files of all chunks that `name` imports, directly or not, each once."""
    found: dict[str, None] = {}
    waiting = list(chunks[name].get("imports", ()))
    while waiting:
        chunk = chunks[waiting.pop(0)]
        if chunk["file"] not in found:
            found[chunk["file"]] = None
            waiting += chunk.get("imports", ())
    return tuple(found)


manifest = Manifest(MANIFEST)


def asset_url(source: str) -> str:
    """The address of the file built from `source`; empty when it was not built."""
    entry = manifest.entry(source)
    return static(f"build/{entry.file}") if entry else ""


def asset_tags(source: str) -> SafeString:
    """The tag that loads `source`: a stylesheet, a module with what it imports, or (theme.ts) a blocking script."""
    entry = manifest.entry(source)
    if entry is None:
        return mark_safe("")
    url = static(f"build/{entry.file}")
    if url.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}">', url)
    if source == "theme.ts":
        return format_html('<script src="{}"></script>', url)
    preloads = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(f"build/{file}"),) for file in entry.imports)
    )
    return format_html('{}<script type="module" src="{}"></script>', preloads, url)
