"""Drawn photos: large enough, dated, different, and the same for the same seed."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from PIL import Image, ImageDraw

from genjin.sales.demo.dice import dice
from genjin.sales.demo.photographs import developed_all
from genjin.sales.demo.scenes import PAINTERS, SCENES, draw
from genjin.sales.demo.world import COMPANY_ZONE, Photo

TAKEN_AT = datetime(2026, 11, 20, 16, 12, 3, tzinfo=COMPANY_ZONE)


def _photo(key: int, scene: str = "hall", *, says_when: bool = True, is_small: bool = False) -> Photo:
    return Photo(key, f"{key}.jpg", scene, TAKEN_AT, says_when, is_small, "")


def _difference_hash(data: bytes) -> int:
    pixels = Image.open(io.BytesIO(data)).convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = [pixels[row * 9 + column] > pixels[row * 9 + column + 1] for row in range(8) for column in range(8)]
    return sum(bit << place for place, bit in enumerate(bits))


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_large_enough_small_in_bytes_and_dated(scene: str) -> None:
    data = draw(_photo(1, scene), 2026)
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    assert min(image.size) >= 640
    assert len(data) < 90_000
    assert image.getexif().get_ifd(0x8769)[0x9003] == "2026:11:20 16:12:03"


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_can_be_drawn_whatever_the_dice_say(scene: str) -> None:
    canvas = ImageDraw.Draw(Image.new("RGB", (1000, 800)))
    for throw in range(250):
        PAINTERS[scene](canvas, dice(scene, throw))


def test_a_photo_may_be_too_small_or_not_say_when() -> None:
    assert min(Image.open(io.BytesIO(draw(_photo(1, is_small=True), 2026))).size) < 640
    assert not Image.open(io.BytesIO(draw(_photo(1, says_when=False), 2026))).getexif()


def test_the_same_photo_is_the_same_bytes_in_any_process() -> None:
    photos = [_photo(key, SCENES[key % len(SCENES)]) for key in range(1, 41)]
    developed = list(developed_all(photos, 2026))
    assert [data for data, _media in developed] == [draw(photo, 2026) for photo in photos]
    assert all(media.captured_at == TAKEN_AT.replace(microsecond=0) for _data, media in developed)


def test_no_two_photos_look_alike_to_a_perceptual_hash() -> None:
    hashes = [_difference_hash(draw(_photo(key, SCENES[key % len(SCENES)]), 2026)) for key in range(160)]
    closest = min((a ^ b).bit_count() for index, a in enumerate(hashes) for b in hashes[:index])
    assert closest > 5
