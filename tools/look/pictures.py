"""Makes the README's pictures from the photographs: the first screen only, few colours, small files."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tools.look.browsing import DESK, PHONE

#: Name, width of the page, height of what is shown (page px), width of the picture (px).
PICTURES = (
    ("today-rep", PHONE, 844, 390),
    ("visit-new-filled", PHONE, 844, 390),
    ("customer-red", PHONE, 844, 390),
    ("today-supervisor", DESK, 900, 1120),
    ("today-director", DESK, 760, 1120),
    ("import-mapping", DESK, 900, 1120),
)
_COLOURS = 256
#: All together, so that a clone stays small.
LIMIT_BYTES = 400_000


def write_pictures(shots: Path, target: Path) -> int:
    """Writes those whose photograph was taken; returns their size together."""
    target.mkdir(parents=True, exist_ok=True)
    for name, width, height, wide in PICTURES:
        shot = shots / f"{name}-{width}.png"
        if shot.exists():
            _small(shot, width, height, wide).save(target / f"{name}-{width}.png", optimize=True)
    size = sum(file.stat().st_size for file in target.glob("*.png"))
    print(f"{target.name}: {size // 1000} kB of {LIMIT_BYTES // 1000}")
    return size


def _small(shot: Path, width: int, height: int, wide: int) -> Image.Image:
    with Image.open(shot) as opened:
        scale = opened.width / width
        picture = opened.convert("RGB").crop((0, 0, opened.width, min(opened.height, round(height * scale))))
    picture = picture.resize((wide, round(picture.height * wide / picture.width)), Image.Resampling.LANCZOS)
    # The lamp's red is a handful of pixels: a palette by median would drop it.
    return picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
