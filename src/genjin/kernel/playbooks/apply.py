"""Read a playbook and apply it: all of it or nothing, with the base of every item kept for later comparison."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from genjin.kernel.people.actor import SYSTEM, Actor
from genjin.kernel.playbooks.errors import PlaybookInvalid
from genjin.kernel.playbooks.models import Install, Item
from genjin.kernel.playbooks.sections.contract import Items, sections
from genjin.kernel.playbooks.shipped import SHIPPED
from genjin.kernel.playbooks.source import read_source
from genjin.lib.hashing import sha256_hex

#: One application at a time.
LOCK = 7_216_003


@dataclass(frozen=True)
class Playbook:
    """A playbook read and held to what is registered."""

    key: str
    version: str
    sha256: str
    items: dict[str, Items]


@dataclass(frozen=True)
class Applied:
    """What an application changed, as `section.item` keys."""

    key: str
    version: str
    changed: tuple[str, ...]


def read_playbook(raw: bytes) -> Playbook:
    """The playbook of a file. Raises PlaybookInvalid naming line and reason."""
    top = read_source(raw)
    known = ("playbook", "version", "title", *sections.keys())
    given = top.known(*known, needed=("playbook", "version"))
    if "title" in given:
        given["title"].labels()
    return Playbook(
        key=given["playbook"].text(60),
        version=given["version"].text(20),
        sha256=sha256_hex(raw),
        items={s.key: s.read(given[s.key]) for s in sections if s.key in given},
    )


def apply_playbook(actor: Actor, playbook: Playbook) -> Applied:
    """Apply in one transaction; what stands already is left alone."""
    changed: list[str] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        install, _is_new = Install.objects.update_or_create(
            key=playbook.key,
            defaults={"version": playbook.version, "sha256": playbook.sha256, "applied_by": actor.user_id},
        )
        for section in sections:
            items = playbook.items.get(section.key, {})
            changed += [f"{section.key}.{key}" for key in section.apply(actor, items)]
            Item.objects.bulk_create(
                [Item(install=install, section=section.key, key=key, base=base) for key, base in items.items()],
                update_conflicts=True, unique_fields=["install", "section", "key"], update_fields=["base"],
            )  # fmt: skip
    return Applied(playbook.key, playbook.version, tuple(changed))


def apply_file(path: Path, *, actor: Actor = SYSTEM) -> Applied:
    """Read and apply a file. Raises PlaybookInvalid, also for a file that cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PlaybookInvalid(f"{path}: {error.strerror}") from error
    return apply_playbook(actor, read_playbook(raw))


def ensure_applied() -> None:
    """Apply what the suite ships to a company that does not have it yet; cheap when it has."""
    installed = set(Install.objects.values_list("key", flat=True))
    for key, path in SHIPPED.items():
        if key not in installed:
            apply_file(path)
