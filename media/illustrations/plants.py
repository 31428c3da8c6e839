"""Leaves, flowers, trees, ears, fruit and roots; each stands on its origin or hangs from it."""

from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
    BARK_SHADE,
    BLUSH,
    CREAM,
    GOLD,
    GOLD_SHADE,
    LEAF,
    LEAF_DEEP,
    LEAF_SHADE,
    LYCHEE,
    LYCHEE_SHADE,
    ORANGE,
    ORANGE_SHADE,
    ROSE,
    SAND_SHADE,
    SNOW,
    SPROUT,
    SPROUT_SHADE,
    STRAW,
    WHITE,
)
from media.illustrations.shapes import blob, leaf, oval, path, ribbon, sector, star

GREENS = (LEAF, LEAF_SHADE)
YOUNG = (SPROUT, SPROUT_SHADE)
DARK = (LEAF_SHADE, LEAF_DEEP)


def a_leaf(
    c: Canvas, length: float = 150, width: float = 62, tones: tuple[str, str] = GREENS
) -> None:
    """Lie along x from the origin, the lower half in shade, with a pale midrib."""
    outline = leaf(length, width)
    c.fill(outline, tones[0])
    c.fill([(0, 0), (length, 0), (length, width), (0, width)], tones[1], within=outline)
    c.fill(ribbon([(0, 0), (length * 0.86, 0)], 5, 2), SPROUT, opacity=0.7)


def sprig(c: Canvas, pairs: int = 4, tones: tuple[str, str] = GREENS, size: float = 1) -> None:
    """Grow upwards from the origin: a stem with pairs of leaves and one at the tip."""
    c = c.at(0, 0, size)
    c.fill(ribbon([(0, 0), (0, -78 * pairs)], 10, 5), tones[1])
    for pair in range(pairs):
        y, length = -34 - 74 * pair, 128 - 14 * pair
        a_leaf(c.at(0, y, turn=-32), length, length * 0.42, tones)
        a_leaf(c.at(0, y, turn=-148), length, length * 0.42, tones)
    a_leaf(c.at(0, -74 * pairs, turn=-90), 96, 44, tones)


def rice_ear(c: Canvas, size: float = 1) -> None:
    """Rise from the origin and bow to the right under its grains."""
    c = c.at(0, 0, size)
    stalk = path((0, 0), (4, -260), (60, -430), (190, -490), (300, -420))
    c.fill(ribbon(stalk, 11, 5), GOLD_SHADE)
    for index in range(9):
        x, y = stalk[18 + index * 5 // 2]
        turn = -62 + index * 15
        grain(c.at(x, y, turn=turn - 34))
        grain(c.at(x, y, turn=turn + 34))
    grain(c.at(*stalk[-1], turn=65))
    a_leaf(c.at(2, -70, turn=-62), 240, 34, YOUNG)


def grain(c: Canvas) -> None:
    c.volume(leaf(66, 36), GOLD, GOLD_SHADE, light=(-2, -7))


def blossom(c: Canvas, size: float = 1, petal: str = ROSE, shade: str = LYCHEE) -> None:
    """Show five round petals around the origin, as a peach or apricot tree has them."""
    c = c.at(0, 0, size)
    for turn in range(0, 360, 72):
        c.at(0, 0, turn=turn).volume(oval(0, -38, 31, 36), petal, shade, light=(0, -6))
    c.fill(star(10, 30, 9), shade)
    c.fill(oval(0, 0, 13), GOLD)


def daisy(c: Canvas, size: float, petal: str, shade: str, heart: str = GOLD) -> None:
    c = c.at(0, 0, size)
    for turn in range(0, 360, 30):
        c.at(0, 0, turn=turn + 15).fill(leaf(98, 36), shade)
    for turn in range(0, 360, 30):
        c.at(0, 0, turn=turn).fill(leaf(92, 38), petal)
    c.volume(oval(0, 0, 32), heart, GOLD_SHADE, light=(-5, -6))


def lotus(c: Canvas, size: float = 1) -> None:
    """Open upwards from its origin."""
    c = c.at(0, 0, size)
    for turn, length, tone in (
        (-155, 190, ROSE), (-25, 190, ROSE), (-128, 220, LYCHEE), (-52, 220, LYCHEE),
        (-110, 228, ROSE), (-70, 228, ROSE), (-90, 232, BLUSH),
    ):  # fmt: skip
        c.at(0, 0, turn=turn).fill(leaf(length, 104), tone)


def lychee(c: Canvas, size: float = 1) -> None:
    """Hang from its stalk at the origin."""
    c = c.at(0, 0, size)
    body = blob((0, 4), (62, 22), (84, 88), (54, 152), (0, 172), (-54, 152), (-84, 88), (-62, 22))
    c.volume(body, LYCHEE, LYCHEE_SHADE, light=(-15, -14))
    for x, y in LYCHEE_BUMPS:
        c.fill(oval(x, y, 8), LYCHEE_SHADE, opacity=0.55)
    c.fill(oval(-36, 52, 13, 22, 28), BLUSH, opacity=0.75)


LYCHEE_BUMPS = (
    (-8, 42), (30, 48), (-50, 92), (-14, 84), (22, 88), (56, 90), (-32, 124), (6, 128), (40, 124),
)  # fmt: skip


def lychee_flesh(c: Canvas, size: float = 1) -> None:
    """Show a peeled lychee sitting in half its shell."""
    c = c.at(0, 0, size)
    c.volume(oval(0, -82, 84, 86), WHITE, SNOW, light=(-14, -12))
    c.fill(oval(-32, -118, 12, 24, 30), "#FFFFFF")
    shell = blob((-90, -92), (-90, -92), (-50, -66), (-20, -90), (16, -62), (52, -88), (90, -80),
                 (90, -80), (70, -20), (0, 6), (-70, -20))  # fmt: skip
    c.volume(shell, LYCHEE, LYCHEE_SHADE, light=(-12, -8))


def guava(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    body = blob((0, -236), (74, -222), (122, -160), (130, -84), (84, -8), (0, 4), (-84, -8),
                (-130, -84), (-122, -160), (-74, -222))  # fmt: skip
    c.volume(body, SPROUT, SPROUT_SHADE, light=(-20, -16))
    c.fill(oval(-52, -150, 15, 40, 18), WHITE, opacity=0.5)
    c.fill(ribbon(path((0, -232), (4, -256), (18, -274)), 13, 9), BARK)


def half_guava(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    c.fill(oval(0, -118, 126, 118), SPROUT_SHADE)
    c.fill(oval(0, -120, 114, 106), CREAM)
    c.fill(oval(0, -120, 76, 70), ROSE)
    for turn in range(0, 360, 36):
        c.at(0, -120, turn=turn).fill(oval(0, -46, 8, 12), STRAW)
    c.fill(oval(0, -120, 24, 22), "#F6A79F")


def citrus(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    c.volume(oval(0, -100, 102, 100), ORANGE, ORANGE_SHADE, light=(-18, -16))
    c.fill(oval(-40, -142, 15, 28, 34), STRAW, opacity=0.75)
    c.at(4, -192).fill(star(5, 18, 8), LEAF_SHADE)


def citrus_slice(c: Canvas, size: float = 1) -> None:
    """Lie flat to the eye around the origin."""
    c = c.at(0, 0, size)
    c.fill(oval(0, 0, 100), ORANGE)
    c.fill(oval(0, 0, 88), CREAM)
    for turn in range(0, 360, 45):
        c.at(0, 0, turn=turn).fill(blob((0, -8), (0, -8), (28, -66), (0, -82), (-28, -66)), ORANGE)


def tomato(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    c.volume(oval(0, -84, 104, 86), LYCHEE, LYCHEE_SHADE, light=(-18, -14))
    c.fill(oval(-48, -118, 13, 24, 40), BLUSH, opacity=0.7)
    c.at(0, -160).fill(star(5, 46, 13), LEAF_SHADE)


def cabbage(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    for x, turn in ((-95, -24), (95, 24)):
        outer = oval(x, -130, 112, 140, turn)
        c.volume(outer, LEAF, LEAF_SHADE, light=(0, -14))
    c.volume(oval(0, -150, 142, 150), SPROUT, SPROUT_SHADE, light=(-18, -14))
    for side in (-1, 1):
        rib = path((0, -10), (side * 22, -110), (side * 66, -200), (side * 76, -262))
        c.fill(ribbon(rib, 9, 3), CREAM, opacity=0.75)
        c.fill(ribbon(path((side * 24, -118), (side * 78, -140), (side * 116, -190)), 6, 2), CREAM,
               opacity=0.75)  # fmt: skip
    c.fill(ribbon([(0, -4), (0, -276)], 12, 3), CREAM, opacity=0.8)


def pak_choi(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    for x, lean, tones in (
        (-66, -27, DARK), (66, 27, DARK), (-40, -12, GREENS), (42, 13, GREENS), (0, 0, YOUNG),
    ):  # fmt: skip
        stalk = c.at(x * 0.25, -34, turn=lean)
        stalk.volume(oval(0, -300, 66, 118), *tones, light=(-10, -8))
        stalk.volume(
            blob((0, 20), (40, -30), (30, -140), (9, -330), (-9, -330), (-30, -140), (-40, -30)),
            WHITE, "#DDE6C8", light=(-9, 0),
        )  # fmt: skip
    c.volume(oval(0, -42, 64, 46), WHITE, "#DDE6C8", light=(-9, -4))


def carrot(c: Canvas, size: float = 1) -> None:
    """Point downwards to the origin, leaves on top."""
    c = c.at(0, 0, size)
    for turn in (-26, 0, 26):
        fern = c.at(0, -330, turn=turn)
        fern.volume(oval(0, -78, 28, 88), LEAF, LEAF_SHADE, light=(-8, 0))
    body = blob((0, 0), (0, 0), (34, -120), (66, -300), (40, -346), (-40, -346), (-66, -300),
                (-34, -120))  # fmt: skip
    c.volume(body, ORANGE, ORANGE_SHADE, light=(-16, 0))
    for x, y, width in ((-34, -270, 40), (6, -200, 32), (-22, -140, 26)):
        c.fill(ribbon([(x, y), (x + width, y + 4)], 7, 4), ORANGE_SHADE)


def garlic(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    body = blob((-12, -210), (12, -210), (24, -150), (88, -108), (104, -48), (60, -2), (-60, -2),
                (-104, -48), (-88, -108), (-24, -150))  # fmt: skip
    c.volume(body, WHITE, "#E3D3CC", light=(-16, -6))
    for x in (-44, 2, 46):
        c.fill(ribbon(path((x * 0.2, -170), (x * 0.9, -104), (x, -14)), 6, 4), ROSE, opacity=0.5)
    c.fill(oval(0, -2, 30, 8), SAND_SHADE)


def ginger(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    body = blob((-190, -40), (-196, -96), (-140, -116), (-110, -150), (-120, -216), (-62, -236),
                (-36, -176), (10, -150), (52, -176), (72, -246), (130, -236), (124, -160),
                (190, -134), (206, -70), (146, -52), (96, -8), (10, 4), (-100, -10))  # fmt: skip
    c.volume(body, "#E4BC7A", "#BE8B47", light=(-12, -16))
    for x, y, turn in ((-150, -76, 60), (-84, -176, 10), (0, -90, 70), (96, -190, -10),
                       (136, -96, 80), (-60, -76, 74), (60, -70, 66)):  # fmt: skip
        c.at(x, y, turn=turn).fill(ribbon([(-28, 0), (28, 0)], 6), "#BE8B47")
    c.fill(oval(-92, -226, 27, 13, -16), STRAW)


def chilli(c: Canvas, size: float = 1) -> None:
    """Lie along x from its stalk at the origin."""
    c = c.at(0, 0, size)
    c.volume(ribbon(path((0, 0), (70, -8), (140, 2), (210, 44)), 54, 4), LYCHEE, LYCHEE_SHADE,
             light=(-2, -9))  # fmt: skip
    c.fill(oval(4, -2, 20, 28), LEAF_SHADE)
    c.fill(ribbon(path((-4, -2), (-36, -16), (-50, -42)), 13, 9), LEAF_SHADE)


def mushroom(c: Canvas, cap: str = "#C98B57", shade: str = "#9E6238") -> None:
    stem = blob((-44, 0), (44, 0), (52, -60), (36, -190), (-36, -190), (-52, -60))
    c.volume(stem, CREAM, SAND_SHADE, light=(-16, 0))
    c.fill(oval(0, -186, 150, 36), "#E6CFA6")
    for x in range(-110, 111, 22):
        c.fill(ribbon([(x, -186 - 28 * (1 - abs(x) / 150)), (x * 0.3, -172)], 4), SAND_SHADE)
    c.volume(blob((-176, -196), (-130, -290), (0, -346), (130, -290), (176, -196), (140, -188),
                  (0, -214), (-140, -188)), cap, shade, light=(-22, -14))  # fmt: skip
    for x, y, r in ((-66, -282, 18), (10, -312, 13), (64, -266, 20), (-14, -252, 10)):
        c.fill(oval(x, y, r * 1.25, r * 0.8), CREAM, opacity=0.55)


def peanut(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    body = blob((-92, -40), (-62, -84), (-18, -62), (18, -60), (66, -80), (98, -36), (62, 2),
                (16, -16), (-18, -18), (-64, 0))  # fmt: skip
    c.volume(body, "#DDAE6B", "#B98544", light=(-6, -10))
    for x in (-66, -34, 30, 62):
        c.fill(ribbon(path((x, -70), (x + 8, -40), (x, -14)), 5), "#B98544", opacity=0.8)


def bean(c: Canvas, colour: str, shade: str, size: float = 1) -> None:
    c = c.at(0, 0, size)
    c.volume(blob((-40, 2), (-46, -26), (-12, -44), (34, -36), (48, -4), (26, 16), (4, 2),
                  (-18, 18)), colour, shade, light=(-4, -7))  # fmt: skip
    c.fill(oval(-16, -24, 12, 5, -16), WHITE, opacity=0.6)


def pea_pod(c: Canvas, size: float = 1) -> None:
    """Lie along x around the origin, open, with its peas."""
    c = c.at(0, 0, size)
    c.fill(blob((-260, -20), (-260, -20), (-120, 62), (60, 70), (260, -14), (260, -14), (60, -60),
                (-120, -66)), LEAF_SHADE)  # fmt: skip
    for x, radius in ((-150, 38), (-74, 46), (10, 50), (96, 45), (170, 34)):
        c.volume(oval(x, 0, radius), SPROUT, SPROUT_SHADE, light=(-8, -9))
        c.fill(oval(x - 14, -14, 8), WHITE, opacity=0.7)
    c.fill(blob((-264, -20), (-264, -20), (-120, 74), (60, 82), (264, -14), (264, -14), (60, 40),
                (-120, 34)), LEAF)  # fmt: skip
    c.fill(ribbon(path((-258, -18), (-296, -34), (-316, -64)), 15, 9), LEAF_SHADE)


def maize(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    cob = blob((0, -420), (62, -360), (84, -200), (60, -20), (-60, -20), (-84, -200), (-62, -360))
    c.volume(cob, GOLD, GOLD_SHADE, light=(-16, 0))
    for y in range(-380, -60, 38):
        for x in range(-54, 72, 36):
            c.fill(oval(x, y, 12, 13), STRAW, opacity=0.65)
    for side in (-1, 1):
        husk = blob((0, 6), (side * 92, -40), (side * 116, -200), (side * 74, -330),
                    (side * 74, -330), (side * 50, -170))  # fmt: skip
        c.fill(husk, LEAF if side < 0 else LEAF_SHADE)


def bonsai(c: Canvas, size: float = 1) -> None:
    """Lean as an old tree does; the foot of the trunk is at the origin."""
    c = c.at(0, 0, size)
    trunk = ribbon(path((10, 0), (-50, -90), (20, -190), (110, -280), (60, -400)), 96, 26)
    c.volume(trunk, BARK, BARK_SHADE, light=(-14, -4))
    c.volume(ribbon(path((30, -200), (-70, -260), (-170, -280)), 36, 14), BARK, BARK_SHADE)
    c.volume(ribbon(path((80, -250), (170, -262), (230, -300)), 30, 12), BARK, BARK_SHADE)
    for x, y, width in ((-190, -310, 150), (240, -320, 140), (50, -450, 190)):
        cloud(c.at(x, y), width)


def cloud(c: Canvas, width: float) -> None:
    """Trim a flat-bottomed cushion of foliage around the origin."""
    cushion = blob((-width, 22), (-width * 0.86, -44), (-width * 0.36, -62), (0, -104),
                   (width * 0.4, -66), (width * 0.84, -46), (width, 20), (width * 0.4, 46),
                   (-width * 0.4, 46))  # fmt: skip
    c.volume(cushion, LEAF, LEAF_DEEP, light=(-8, -26))
    for x, y in ((-0.5, -18), (0.06, -50), (0.5, -16), (-0.1, -4)):
        c.fill(ribbon(sector(x * width, y, width * 0.17, 190, 340), 8, 5), SPROUT, opacity=0.8)
