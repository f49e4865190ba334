"""Draws the photos and keeps their files, on processes and threads of its own, while the company is judged."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from types import TracebackType

from genjin.kernel.evidence.store import Stored, store
from genjin.lib.media import Media, inspect
from genjin.sales.demo.scenes import draw
from genjin.sales.demo.world import Photo

_PROCESSES = 2
_BATCH = 16
# Keeping a file is mostly waiting for the disk to say so.
_KEEPERS = 4


@dataclass(frozen=True)
class Kept:
    """A drawn photo: where its original lies and what was seen in it, as in an upload."""

    stored: Stored
    media: Media


class Darkroom:
    """`with Darkroom(…) as room: …; room.kept()`: starts at once, `kept` waits for the last file."""

    def __init__(self, photos: Sequence[Photo], seed: int) -> None:
        self._photos = photos
        self._seed = seed
        self._keepers = ThreadPoolExecutor(_KEEPERS, thread_name_prefix="demo-keeper")
        self._collector = ThreadPoolExecutor(1, thread_name_prefix="demo-darkroom")
        self._kept: Future[list[Kept]] = self._collector.submit(self._develop_all)

    def __enter__(self) -> Darkroom:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._collector.shutdown(cancel_futures=True)
        self._keepers.shutdown(cancel_futures=True)

    def kept(self) -> dict[int, Kept]:
        """Every photo's file by the photo's key."""
        return {photo.key: kept for photo, kept in zip(self._photos, self._kept.result(), strict=True)}

    def _develop_all(self) -> list[Kept]:
        waiting = [self._keepers.submit(_keep, *developed) for developed in developed_all(self._photos, self._seed)]
        return [future.result() for future in waiting]


def developed_all(photos: Sequence[Photo], seed: int) -> Iterator[tuple[bytes, Media]]:
    """Each photo in turn as JPEG, with what an upload would see in it; bound by the processor, so done by processes."""
    # Spawned, not forked: this process holds database connections and threads.
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn"), initializer=_end_with_parent) as pool:
        yield from pool.map(partial(_develop, seed=seed), photos, chunksize=_BATCH)


def _end_with_parent() -> None:
    """A start that is broken off kills the loader; its painters would wait for more work for ever."""
    threading.Thread(target=_exit_after_parent, daemon=True).start()


def _exit_after_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _develop(photo: Photo, seed: int) -> tuple[bytes, Media]:
    data = draw(photo, seed)
    return data, inspect(data, photo.name)


def _keep(data: bytes, media: Media) -> Kept:
    return Kept(store(data), media)
