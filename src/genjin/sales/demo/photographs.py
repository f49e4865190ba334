"""Draws the photos and keeps their files, on processes and threads of its own, while the company is judged."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from genjin.kernel.evidence.store import Stored, store
from genjin.lib.media import Media, inspect
from genjin.sales.demo.scenes import draw_all
from genjin.sales.demo.world import Photo

# Keeping a file is mostly waiting for the disk to say so.
_KEEPERS = 4


@dataclass(frozen=True)
class Kept:
    """A drawn photo: where its original lies and what was seen in it, as an upload would be."""

    stored: Stored
    media: Media


class Darkroom:
    """`with Darkroom(…) as room: …; room.kept()`: starts at once, `kept` waits for the last file."""

    def __init__(self, photos: Sequence[Photo], seed: int) -> None:
        self._photos = photos
        self._seed = seed
        self._keepers = ThreadPoolExecutor(_KEEPERS, thread_name_prefix="demo-keeper")
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="demo-darkroom")
        self._kept: Future[list[Kept]] = self._drawing.submit(self._develop)

    def __enter__(self) -> Darkroom:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drawing.shutdown(cancel_futures=True)
        self._keepers.shutdown(cancel_futures=True)

    def kept(self) -> dict[int, Kept]:
        """Every photo's file by the photo's key."""
        return {photo.key: kept for photo, kept in zip(self._photos, self._kept.result(), strict=True)}

    def _develop(self) -> list[Kept]:
        names = (photo.name for photo in self._photos)
        drawn = draw_all(self._photos, self._seed)
        waiting = [self._keepers.submit(_keep, data, name) for data, name in zip(drawn, names, strict=True)]
        return [future.result() for future in waiting]


def _keep(data: bytes, name: str) -> Kept:
    return Kept(store(data), inspect(data, name))
