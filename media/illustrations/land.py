"""Karsts, fields, salt pans, boats and the sea: the province behind its products."""

from math import cos, pi, sin

from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
    BARK_SHADE,
    CREAM,
    GOLD,
    LEAF,
    LEAF_DEEP,
    LEAF_SHADE,
    LYCHEE,
    LYCHEE_SHADE,
    ORANGE,
    SEA,
    SEA_DEEP,
    SEA_SHADE,
    SNOW,
    SPROUT,
    WHITE,
)
from media.illustrations.shapes import blob, box, oval, path, ribbon, wave

STONE, STONE_SHADE = "#7FA6A0", "#587F7D"


def karst(c: Canvas, width: float, height: float, tones: tuple[str, str], trees: str) -> None:
    """Rise from the sea around the origin: a limestone tower with green on its ledges."""
    half = width / 2
    rock = blob(
        (-half, 20), (-half, 20), (-half * 0.88, -height * 0.4), (-half * 0.56, -height * 0.8),
        (-half * 0.1, -height), (half * 0.34, -height * 0.88), (half * 0.6, -height * 0.5),
        (half * 0.92, -height * 0.3), (half, 20), (half, 20),
    )  # fmt: skip
    c.volume(rock, *tones, light=(-half * 0.34, 6))
    crown = blob((-half * 1.1, -height * 0.7), (-half * 0.3, -height * 0.72),
                 (half * 0.1, -height * 0.6), (half * 0.7, -height * 0.66),
                 (half * 1.1, -height * 1.1), (-half * 1.1, -height * 1.1))  # fmt: skip
    c.fill(crown, trees, within=rock)
    for x, y in ((-0.5, 0.36), (0.3, 0.32), (-0.1, 0.16)):
        c.fill(oval(x * half, -y * height, half * 0.24, height * 0.045), trees, within=rock)
    for x in (-0.42, 0.02, 0.4):
        crack = path((x * half, -height * 0.58), (x * half * 1.1, -height * 0.42),
                     (x * half, -height * 0.28))  # fmt: skip
        c.fill(ribbon(crack, 9, 3), tones[1], within=rock)


def junk(c: Canvas, size: float = 1) -> None:
    """Sail on the origin under two ribbed sails, as the boats of Hạ Long and Lan Hạ did."""
    c = c.at(0, 0, size)
    for x, top in ((-60, -430), (120, -340)):
        c.fill(box(x - 6, top, 12, -top - 40, 5), BARK_SHADE)
    sail(c.at(-60, -96), 190, 320)
    sail(c.at(124, -92), 128, 236)
    hull = blob((-250, -96), (-250, -96), (-150, -70), (120, -70), (240, -120), (240, -120),
                (190, 4), (150, 20), (-150, 20), (-200, -6))  # fmt: skip
    c.volume(hull, BARK, BARK_SHADE, light=(-8, -22))


def sail(c: Canvas, width: float, height: float) -> None:
    cloth = blob((-width * 0.62, 0), (-width * 0.62, 0), (-width * 0.58, -height * 0.5),
                 (-width * 0.12, -height), (-width * 0.12, -height), (width * 0.34, -height * 0.66),
                 (width * 0.42, 0), (width * 0.42, 0))  # fmt: skip
    c.volume(cloth, ORANGE, LYCHEE_SHADE, light=(-width * 0.1, 0))
    for part in (0.22, 0.44, 0.66):
        rib = path((-width, -height * part), (0, -height * (part + 0.05)), (width, -height * part))
        c.fill(ribbon(rib, 7), LYCHEE_SHADE, within=cloth)


def fishing_boat(c: Canvas, size: float = 1) -> None:
    """Ride on the origin, bow to the left: blue hull, red stripe, wheelhouse, flag."""
    c = c.at(0, 0, size)
    c.fill(box(120, -470, 12, 260, 5), BARK_SHADE)
    c.fill([(132, -466), (240, -466), (240, -396), (132, -396)], LYCHEE)
    c.at(186, -431).fill(FLAG_STAR, GOLD)
    c.fill(ribbon([(-190, -120), (-60, -420)], 11), BARK_SHADE)
    c.fill(ribbon([(-60, -420), (126, -300)], 5), BARK_SHADE)
    c.volume(box(30, -300, 210, 190, 10), CREAM, SNOW, light=(-26, 0))
    c.volume(box(8, -322, 254, 36, 12), ORANGE, LYCHEE_SHADE, light=(0, -10))
    for x in (60, 146):
        c.fill(box(x, -262, 62, 60, 8), SEA_SHADE)
    hull = blob((-350, -200), (-350, -200), (-190, -126), (100, -112), (310, -140), (310, -140),
                (276, 10), (200, 40), (-200, 40), (-270, -40))  # fmt: skip
    c.volume(hull, SEA, SEA_DEEP, light=(-6, -40))
    stripe = path((-400, -196), (-190, -96), (100, -82), (340, -112))
    c.fill(ribbon(stripe, 30), LYCHEE, within=hull)
    c.fill(oval(-276, -112, 17), WHITE)
    c.fill(oval(-279, -112, 9), SEA_DEEP)


FLAG_STAR = [
    (radius * sin(pi * point / 5), -radius * cos(pi * point / 5))
    for point, radius in enumerate((24, 10) * 5)
]


def salt_heap(c: Canvas, size: float = 1) -> None:
    """Stand on the origin with its reflection below."""
    c = c.at(0, 0, size)
    c.fill(blob((-190, 8), (-190, 8), (-60, 62), (0, 74), (60, 62), (190, 8), (190, 8)), WHITE,
           opacity=0.35)  # fmt: skip
    cone = blob((-200, 10), (-200, 10), (-120, -90), (-34, -216), (0, -238), (34, -216),
                (120, -90), (200, 10), (200, 10), (0, 26))  # fmt: skip
    c.volume(cone, WHITE, "#CFDCE0", light=(-44, 0))
    for x, y in ((-60, -60), (-10, -120), (-96, -22), (10, -40)):
        c.fill(oval(x, y, 8, 5), "#CFDCE0")


def hills(c: Canvas, tones: tuple[str, str, str], shift: float = 0) -> None:
    for y, height, length, tone in (
        (720, 46, 1300, tones[0]), (790, 34, 1000, tones[1]), (866, 22, 1600, tones[2]),
    ):  # fmt: skip
        c.fill(wave(y, height, length, shift + y), tone)


def paddies(c: Canvas, shift: float = 0) -> None:
    hills(c, (SPROUT, LEAF, LEAF_SHADE), shift)


def tree(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    c.fill(box(-9, -110, 18, 112, 6), BARK)
    c.volume(oval(0, -150, 74, 84), LEAF, LEAF_DEEP, light=(-16, -14))
