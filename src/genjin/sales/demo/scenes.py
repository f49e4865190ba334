"""Draws what a rep would photograph: gates, halls, cabinets, machines; no two alike to a perceptual hash."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from genjin.sales.demo.dice import dice
from genjin.sales.demo.world import Photo

WIDTH, HEIGHT = 896, 672
SMALL = (480, 360)
# What is drawn beyond the frame, so that no two are framed alike.
_MARGIN = 56
_WIDE, _TALL = WIDTH + _MARGIN, HEIGHT + _MARGIN
_QUALITY = 66
_EXIF_IFD, _DATE_TIME, _DATE_TIME_ORIGINAL, _OFFSET_TIME_ORIGINAL = 0x8769, 0x0132, 0x9003, 0x9011

Color = tuple[int, int, int]
Pen = ImageDraw.ImageDraw

_WALLS: tuple[Color, ...] = (
    (206, 210, 212),
    (222, 219, 209),
    (190, 199, 206),
    (214, 221, 217),
    (178, 184, 190),
    (229, 226, 220),
)
_FLOORS: tuple[Color, ...] = (
    (142, 150, 146),
    (111, 134, 120),
    (158, 152, 141),
    (128, 131, 138),
    (92, 118, 132),
    (171, 165, 154),
)
_METALS: tuple[Color, ...] = ((92, 98, 106), (132, 138, 145), (70, 82, 98), (160, 164, 168))
_PAINTS: tuple[Color, ...] = (
    (226, 118, 34), (238, 178, 32), (44, 104, 168), (58, 132, 92),
    (196, 62, 48), (233, 233, 230), (36, 60, 96), (104, 158, 190),
)  # fmt: skip
_SKIES: tuple[Color, ...] = ((188, 212, 232), (206, 214, 222), (164, 196, 226), (228, 220, 208), (150, 166, 184))


def draw(photo: Photo, seed: int) -> bytes:
    """JPEG bytes of the photo; the same photo and seed give the same bytes."""
    rng = dice(seed, photo.key, photo.scene)
    image = Image.new("RGB", (_WIDE, _TALL))
    PAINTERS[photo.scene](ImageDraw.Draw(image), rng)
    image = _light(image, rng)
    if photo.is_small:
        image = image.resize(SMALL)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, exif=_exif(photo))
    return out.getvalue()


def _exif(photo: Photo) -> Image.Exif:
    exif = Image.Exif()
    if photo.says_when:
        stamp = f"{photo.taken_at:%Y:%m:%d %H:%M:%S}"
        exif[_DATE_TIME] = stamp
        exif.get_ifd(_EXIF_IFD).update({_DATE_TIME_ORIGINAL: stamp, _OFFSET_TIME_ORIGINAL: "+08:00"})
    return exif


def _light(image: Image.Image, rng: Random) -> Image.Image:
    """Lamps, windows and shadows: soft shade at the scale a perceptual hash looks at, then the aim of the hand."""
    shade = Image.new("L", (12, 9))
    shade.putdata([min(125, max(0, int(rng.gauss(28, 17)))) for _ in range(108)])
    image.paste((0, 0, 0), mask=shade.resize(image.size, Image.Resampling.BILINEAR))
    left, top = rng.randint(0, _MARGIN), rng.randint(0, _MARGIN)
    image = image.crop((left, top, left + WIDTH, top + HEIGHT))
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else image


def _shade(color: Color, by: float) -> Color:
    red, green, blue = (min(255, max(0, int(part * by))) for part in color)
    return red, green, blue


def _room(pen: Pen, rng: Random) -> int:
    """Wall and floor with the joints of its tiles; answers the height at which they meet."""
    horizon = rng.randint(_TALL * 4 // 10, _TALL * 6 // 10)
    floor = rng.choice(_FLOORS)
    pen.rectangle((0, 0, _WIDE, horizon), fill=rng.choice(_WALLS))
    pen.rectangle((0, horizon, _WIDE, _TALL), fill=floor)
    vanish = rng.randint(_WIDE // 4, _WIDE * 3 // 4)
    for x in range(-_WIDE, _WIDE * 2, rng.randint(120, 220)):
        pen.line((vanish + (x - vanish) // 4, horizon, x, _TALL), fill=_shade(floor, 0.9), width=2)
    return horizon


def _ceiling(pen: Pen, rng: Random, horizon: int) -> None:
    """Trusses and lamps of a hall."""
    depth = rng.randint(60, max(61, horizon // 2))
    pen.rectangle((0, 0, _WIDE, depth), fill=_shade(rng.choice(_METALS), 1.15))
    step = rng.randint(70, 150)
    for x in range(rng.randint(-60, 0), _WIDE, step):
        pen.line((x, depth, x + step // 2, 6, x + step, depth), fill=(96, 102, 108), width=5)
    for _ in range(rng.randint(2, 5)):
        x = rng.randint(20, _WIDE - 140)
        pen.rectangle((x, depth + 6, x + rng.randint(60, 150), depth + 18), fill=(252, 250, 236))


def _box(pen: Pen, rng: Random, left: int, top: int, right: int, bottom: int, color: Color) -> None:
    """A cabinet or crate with a lit side."""
    side = rng.randint(12, 34)
    pen.rectangle((left, top, right, bottom), fill=color, outline=_shade(color, 0.6), width=3)
    pen.polygon(
        ((right, top), (right + side, top - side // 2), (right + side, bottom - side // 2), (right, bottom)),
        fill=_shade(color, 0.72),
    )


def _hall(pen: Pen, rng: Random) -> None:
    horizon = _room(pen, rng)
    _ceiling(pen, rng, horizon)
    aisle = rng.randint(_WIDE // 4, _WIDE * 3 // 4)
    pen.polygon(
        ((aisle - 20, horizon), (aisle + 20, horizon), (aisle + 240, _TALL), (aisle - 210, _TALL)),
        fill=_shade(rng.choice(_FLOORS), 1.12), outline=(238, 190, 40),
    )  # fmt: skip
    for _ in range(rng.randint(4, 8)):
        width, height = rng.randint(60, 180), rng.randint(70, 210)
        left, bottom = rng.randint(0, _WIDE - width), rng.randint(horizon + 20, _TALL - 30)
        _box(pen, rng, left, bottom - height, left + width, bottom, rng.choice(_PAINTS + _METALS))
        pen.rectangle((left + 12, bottom - height + 14, left + width // 2, bottom - height + 40), fill=(28, 44, 58))


def _cabinet(pen: Pen, rng: Random) -> None:
    _room(pen, rng)
    left, right = rng.randint(60, 240), rng.randint(600, 850)
    top, bottom = rng.randint(20, 110), rng.randint(560, 660)
    pen.rectangle((left - 26, top - 20, right + 26, bottom + 20), fill=rng.choice(_METALS))
    pen.rectangle((left, top, right, bottom), fill=(226, 226, 220))
    y = top + 24
    while y < bottom - 70:
        height, x = rng.randint(42, 96), left + 16
        while x < right - 40:
            width = rng.randint(22, 88)
            if rng.random() < 0.86:
                color = rng.choice(
                    ((58, 60, 64), (198, 204, 206), (44, 104, 168), (236, 236, 232), (70, 120, 104), (150, 60, 44))
                )
                pen.rectangle((x, y, min(x + width, right - 14), y + height), fill=color, outline=(90, 92, 96), width=2)
                pen.ellipse(
                    (x + 5, y + 6, x + 12, y + 13), fill=rng.choice(((60, 220, 110), (240, 180, 40), (230, 60, 50)))
                )
            x += width + 5
        pen.rectangle((left + 8, y + height + 6, right - 8, y + height + 18), fill=(176, 178, 180))
        y += height + 26
    for _ in range(rng.randint(8, 22)):
        x, start = rng.randint(left + 20, right - 20), rng.randint(top + 60, bottom - 160)
        color = rng.choice(((196, 48, 40), (40, 70, 160), (40, 40, 44), (232, 200, 60)))
        pen.line(
            (x, start, x + rng.randint(-50, 50), start + 90, x + rng.randint(-70, 70), bottom - 8), fill=color, width=4
        )


def _whiteboard(pen: Pen, rng: Random) -> None:
    _room(pen, rng)
    left, top, right, bottom = rng.randint(30, 130), rng.randint(24, 100), rng.randint(760, 870), rng.randint(430, 600)
    pen.rectangle((left - 10, top - 10, right + 10, bottom + 10), fill=(150, 154, 158))
    pen.rectangle((left, top, right, bottom), fill=(248, 248, 244))
    for _ in range(rng.randint(3, 7)):
        x, y = rng.randint(left + 20, right - 200), rng.randint(top + 20, bottom - 110)
        ink = rng.choice(((30, 60, 150), (180, 40, 36), (30, 30, 34), (30, 120, 70)))
        if rng.random() < 0.5:
            pen.rectangle((x, y, x + rng.randint(70, 180), y + rng.randint(40, 90)), outline=ink, width=4)
            pen.line((x + 90, y + 45, x + rng.randint(120, 260), y + rng.randint(-30, 120)), fill=ink, width=4)
        for row in range(rng.randint(1, 4)):
            _scribble(pen, rng, x + 8, y + 14 + row * 26, rng.randint(60, 190), ink)


def _scribble(pen: Pen, rng: Random, x: int, y: int, length: int, ink: Color) -> None:
    """Handwriting nobody can read."""
    points = [(x + step, y + rng.randint(-8, 8)) for step in range(0, length, 7)]
    pen.line(points, fill=ink, width=3)


def _gate(pen: Pen, rng: Random) -> None:
    horizon = rng.randint(330, 470)
    pen.rectangle((0, 0, _WIDE, horizon), fill=rng.choice(_SKIES))
    pen.rectangle((0, horizon, _WIDE, _TALL), fill=rng.choice(((128, 132, 134), (150, 148, 142), (110, 116, 122))))
    for _ in range(rng.randint(2, 5)):
        width, height = rng.randint(120, 380), rng.randint(70, 230)
        left = rng.randint(-60, _WIDE - 100)
        pen.rectangle(
            (left, horizon - height, left + width, horizon), fill=_shade(rng.choice(_WALLS), rng.uniform(0.8, 1.05))
        )
        for x in range(left + 14, left + width - 20, 44):
            pen.rectangle((x, horizon - height + 20, x + 24, horizon - height + 46), fill=(120, 148, 170))
    left, right = rng.randint(90, 260), rng.randint(600, 800)
    top, paint = rng.randint(140, 250), rng.choice(_PAINTS)
    for x in (left, right):
        pen.rectangle(
            (x - 22, top, x + 22, horizon + 60), fill=_shade(rng.choice(_WALLS), 0.9), outline=(120, 120, 120)
        )
    pen.rectangle((left - 40, top - 34, right + 40, top + rng.randint(18, 40)), fill=paint)
    for step, x in enumerate(range(left + 22, right - 22, 34)):
        color = (214, 58, 48) if step % 2 else (244, 244, 240)
        pen.rectangle((x, horizon + 16, x + 34, horizon + 30), fill=color)
    for _ in range(rng.randint(1, 4)):
        x, size = rng.randint(0, _WIDE), rng.randint(40, 110)
        pen.ellipse((x, horizon - size, x + size, horizon + size // 4), fill=rng.choice(((70, 116, 74), (96, 134, 80))))


def _meeting(pen: Pen, rng: Random) -> None:
    horizon = _room(pen, rng)
    screen = rng.randint(60, 420)
    width, height = rng.randint(200, 380), rng.randint(120, 200)
    pen.rectangle((screen, 40, screen + width, 40 + height), fill=(30, 34, 40))
    pen.rectangle(
        (screen + 10, 50, screen + width - 10, 30 + height),
        fill=rng.choice(((220, 232, 244), (44, 86, 140), (244, 244, 240))),
    )
    for _ in range(rng.randint(2, 5)):
        x, y = screen + rng.randint(20, width - 60), rng.randint(60, 20 + height)
        pen.rectangle((x, y, x + rng.randint(30, 120), y + 10), fill=rng.choice(_PAINTS))
    wood = rng.choice(((140, 98, 62), (176, 134, 92), (96, 72, 54), (206, 200, 190)))
    edge = rng.randint(horizon - 20, horizon + 50)
    pen.polygon(
        ((rng.randint(120, 260), edge), (rng.randint(620, 780), edge), (_WIDE + 80, _TALL), (-80, _TALL)), fill=wood
    )
    for _ in range(rng.randint(3, 7)):
        x, y = rng.randint(120, 700), rng.randint(edge + 20, _TALL - 70)
        pen.polygon(
            ((x, y), (x + 90, y - 6), (x + 110, y + 50), (x + 6, y + 58)), fill=(250, 250, 246), outline=(190, 190, 186)
        )
        pen.ellipse((x + 120, y, x + 146, y + 24), fill=rng.choice(_PAINTS))
    for _ in range(rng.randint(2, 6)):
        x = rng.randint(0, _WIDE - 80)
        pen.rounded_rectangle((x, edge - 80, x + 70, edge + 10), 14, fill=(44, 48, 54))


def _machine(pen: Pen, rng: Random) -> None:
    horizon = _room(pen, rng)
    paint = rng.choice(_PAINTS)
    left, width = rng.randint(40, 300), rng.randint(340, 520)
    top, bottom = rng.randint(110, 240), rng.randint(520, 630)
    _box(pen, rng, left, top, left + width, bottom, rng.choice(_WALLS))
    pen.rectangle((left, bottom - rng.randint(40, 90), left + width, bottom), fill=paint)
    pen.rounded_rectangle(
        (left + 30, top + 40, left + width * 6 // 10, bottom - 130),
        12,
        fill=(48, 66, 80),
        outline=(30, 34, 38),
        width=5,
    )
    panel = left + width * 7 // 10
    pen.rectangle((panel, top + 60, panel + 90, top + 140), fill=(26, 30, 36), outline=paint, width=5)
    for row in range(3):
        pen.ellipse((panel + 10 + row * 28, top + 156, panel + 30 + row * 28, top + 176), fill=rng.choice(_PAINTS))
    joint = (rng.randint(left + 60, left + width - 60), rng.randint(top + 70, bottom - 180))
    elbow = (joint[0] + rng.randint(-160, 160), joint[1] + rng.randint(-120, 90))
    tool = (elbow[0] + rng.randint(-130, 130), elbow[1] + rng.randint(30, 170))
    pen.line((joint, elbow, tool), fill=rng.choice(_PAINTS), width=rng.randint(24, 44), joint="curve")
    for x, y in (joint, elbow, tool):
        pen.ellipse((x - 24, y - 24, x + 24, y + 24), fill=rng.choice(_METALS))
    belt = rng.randint(max(horizon, 540), 640)
    pen.rectangle((0, belt, _WIDE, belt + 26), fill=(60, 62, 66))
    for x in range(rng.randint(0, 80), _WIDE, rng.randint(90, 180)):
        pen.rectangle(
            (x, belt - rng.randint(24, 60), x + rng.randint(30, 70), belt), fill=rng.choice(_METALS + _PAINTS)
        )


def _warehouse(pen: Pen, rng: Random) -> None:
    horizon = _room(pen, rng)
    _ceiling(pen, rng, horizon)
    for base in range(rng.randint(-40, 40), _WIDE, rng.randint(200, 320)):
        levels, width = rng.randint(3, 5), rng.randint(150, 240)
        bottom = rng.randint(horizon + 60, _TALL - 40)
        rise = rng.randint(76, 112)
        for level in range(levels):
            y = bottom - level * rise
            pen.rectangle((base, y, base + width, y + 8), fill=(226, 118, 34))
            for x in range(base + 8, base + width - 30, rng.randint(44, 70)):
                if rng.random() < 0.8:
                    color = rng.choice(
                        ((186, 148, 104), (168, 130, 88), (206, 178, 140), (90, 120, 160), (214, 214, 210))
                    )
                    pen.rectangle((x, y - rng.randint(30, 66), x + 38, y), fill=color, outline=_shade(color, 0.7))
        for x in (base, base + width):
            pen.rectangle((x - 5, bottom - levels * rise, x + 5, bottom + 30), fill=(40, 72, 130))
    if rng.random() < 0.6:
        x = rng.randint(80, 640)
        pen.rectangle((x, _TALL - 190, x + 130, _TALL - 60), fill=(238, 178, 32))
        pen.rectangle((x + 140, _TALL - 300, x + 152, _TALL - 40), fill=(60, 62, 66))
        for wheel in (x + 6, x + 90):
            pen.ellipse((wheel, _TALL - 80, wheel + 44, _TALL - 36), fill=(34, 34, 36))


def _document(pen: Pen, rng: Random) -> None:
    pen.rectangle(
        (0, 0, _WIDE, _TALL),
        fill=rng.choice(((140, 98, 62), (96, 72, 54), (176, 178, 182), (64, 70, 80), (206, 190, 160))),
    )
    left, top = rng.randint(-60, 330), rng.randint(-70, 190)
    right, bottom = left + rng.randint(380, 640), top + rng.randint(380, 600)
    skew = rng.randint(-110, 110)
    pen.polygon(
        ((left + skew, top), (right + skew, top + 12), (right, bottom), (left, bottom - 10)), fill=(250, 249, 244)
    )
    y = top + 40
    pen.rectangle((left + 90, y, right - 100, y + 20), fill=(60, 60, 64))
    y += 50
    while y < bottom - 60:
        pen.rectangle((left + 40, y, left + 40 + rng.randint(120, right - left - 90), y + 8), fill=(150, 150, 152))
        y += rng.choice((20, 20, 26, 44))
    if rng.random() < 0.7:
        x, y = rng.randint(left + 200, right - 110), rng.randint(bottom - 170, bottom - 90)
        pen.ellipse((x, y, x + 110, y + 110), outline=(206, 50, 44), width=6)
    for _ in range(rng.randint(1, 3)):
        x, y = rng.randint(0, _WIDE - 80), rng.randint(0, _TALL - 80)
        pen.rounded_rectangle((x, y, x + rng.randint(60, 160), y + rng.randint(14, 70)), 8, fill=rng.choice(_PAINTS))


PAINTERS: dict[str, Callable[[Pen, Random], None]] = {
    "hall": _hall,
    "cabinet": _cabinet,
    "whiteboard": _whiteboard,
    "gate": _gate,
    "meeting": _meeting,
    "machine": _machine,
    "warehouse": _warehouse,
    "document": _document,
}
SCENES = tuple(PAINTERS)
