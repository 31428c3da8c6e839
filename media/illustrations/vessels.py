"""Bowls, jars, bottles, sacks and baskets, each standing on its origin."""

from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
    BARK_SHADE,
    CLAY,
    CLAY_SHADE,
    COCOA,
    CREAM,
    FOAM,
    LYCHEE,
    LYCHEE_SHADE,
    SAND,
    SAND_SHADE,
    SEA,
    SEA_SHADE,
    SNOW,
    WHITE,
)
from media.illustrations.shapes import Shape, blob, box, lathe, oval, path, ribbon, sector

GLASS, GLASS_SHADE = "#DDEFEA", "#A9D2CB"


def shine(c: Canvas, x: float, top: float, bottom: float, width: float = 16) -> None:
    c.fill(box(x, top, width, bottom - top, width / 2), "#FFFFFF", opacity=0.5)


def bowl(
    c: Canvas, half: float = 250, depth: float = 190, tones: tuple[str, str] = (WHITE, SNOW)
) -> None:
    """Show a footed bowl with a painted band; its rim is `depth` above the origin."""
    c.fill(box(-half * 0.36, -22, half * 0.72, 24, 8), tones[1])
    body = lathe((half, -depth), (half * 0.94, -depth * 0.55), (half * 0.6, -20), (half * 0.34, -8))
    c.volume(body, *tones, light=(-half * 0.14, -6))
    band = ribbon(path((-half * 1.1, -depth * 0.7), (0, -depth * 0.62), (half * 1.1, -depth * 0.7)),
                  20)  # fmt: skip
    c.fill(band, SEA, within=body)
    thin = ribbon(path((-half, -depth * 0.52), (0, -depth * 0.44), (half, -depth * 0.52)), 6)
    c.fill(thin, SEA, within=body)


def bowl_mouth(c: Canvas, half: float, depth: float, inside: str) -> None:
    """Show the opening; paint it before the bowl, and what lies in the bowl between the two."""
    c.fill(oval(0, -depth, half, half * 0.16), inside)


def heap(c: Canvas, half: float, height: float, tones: tuple[str, str]) -> Shape:
    """Pile something up on y = 0; the outline is given back to scatter grains within."""
    outline = blob((-half, 8), (-half * 0.7, -height * 0.6), (-half * 0.2, -height * 0.97),
                   (half * 0.24, -height * 0.95), (half * 0.72, -height * 0.58), (half, 8),
                   (half * 0.5, 40), (-half * 0.5, 40))  # fmt: skip
    c.volume(outline, *tones, light=(-half * 0.12, -height * 0.08))
    return outline


def jar(c: Canvas, fill: tuple[str, str], lid: tuple[str, str], size: float = 1) -> None:
    """Show a round glass jar, full, 420 high and 330 wide, with a paper label."""
    c = c.at(0, 0, size)
    body = lathe((104, -372), (150, -340), (168, -250), (168, -60), (150, -8), (110, 0))
    c.fill(body, GLASS_SHADE)
    inner = lathe((100, -330), (138, -310), (152, -240), (152, -62), (136, -20), (100, -14))
    c.volume(inner, *fill, light=(-22, -4))
    c.volume(box(-126, -430, 252, 68, 14), *lid, light=(-20, 0))
    shine(c, -128, -290, -90, 18)


def label(c: Canvas, width: float, height: float, mark: str, paper: str = CREAM) -> None:
    """Paste a plain label around the origin: a frame, a small sun over a wave, no words."""
    c.fill(box(-width / 2, -height / 2, width, height, 10), paper)
    c.fill(oval(0, -height * 0.08, height * 0.2), mark)
    for y in (0.2, 0.32):
        swell = path(
            (-width * 0.34, height * y),
            (-width * 0.17, height * (y - 0.05)),
            (0, height * y),
            (width * 0.17, height * (y + 0.05)),
            (width * 0.34, height * y),
        )
        c.fill(ribbon(swell, 8), mark)


def bottle(
    c: Canvas,
    glass: tuple[str, str],
    cap: tuple[str, str],
    *,
    height: float = 600,
    half: float = 100,
) -> None:
    """Show a slender bottle; its shoulder is at 62 % of its height."""
    neck = half * 0.32
    body = lathe((neck, -height), (neck, -height * 0.8), (neck * 1.1, -height * 0.76),
                 (half * 0.94, -height * 0.62), (half, -height * 0.54), (half, -height * 0.54),
                 (half, -24), (half * 0.94, -4), (half * 0.8, 0))  # fmt: skip
    c.volume(body, *glass, light=(-half * 0.3, 0))
    c.volume(box(-neck * 1.25, -height - 34, neck * 2.5, 82, 8), *cap, light=(-12, 0))
    shine(c, -half * 0.78, -height * 0.54, -height * 0.1, half * 0.14)


def tumbler(c: Canvas, drink: tuple[str, str], size: float = 1, level: float = 300) -> None:
    """Show a straight glass 380 high, filled to `level`."""
    c = c.at(0, 0, size)
    glass = [(-130, -380), (130, -380), (106, 0), (-106, 0)]
    c.fill(glass, GLASS, opacity=0.85)
    c.volume([(-123, -level), (123, -level), (102, -14), (-102, -14)], *drink, light=(-24, 0))
    c.fill(oval(0, -level, 123, 16), drink[0])
    shine(c, -104, -340, -60, 16)


def cup(c: Canvas, tones: tuple[str, str], drink: str, size: float = 1) -> None:
    """Show a cup on its saucer, the handle to the right."""
    c = c.at(0, 0, size)
    c.volume(oval(0, -14, 240, 30), *tones, light=(-10, -8))
    c.fill(oval(0, -22, 150, 14), tones[1])
    c.fill(ribbon([*sector(164, -150, 62, -90, 100)], 24), tones[1])
    body = lathe((170, -236), (166, -150), (120, -50), (70, -22))
    c.fill(oval(0, -236, 170, 30), tones[1])
    c.fill(oval(0, -232, 154, 23), drink)
    c.volume(body, *tones, light=(-26, 0))
    c.fill(oval(0, -236, 170, 30), tones[0])
    c.fill(oval(0, -233, 155, 23), drink)


def steam(c: Canvas, x: float, y: float, colour: str, size: float = 1) -> None:
    c = c.at(x, y, size)
    for offset, lift in ((-62, 0), (0, -34), (62, 0)):
        curl = path((offset, lift), (offset + 26, lift - 50), (offset - 16, lift - 110),
                    (offset + 16, lift - 170))  # fmt: skip
        c.fill(ribbon(curl, 18, 6), colour)


def teapot(c: Canvas, tones: tuple[str, str] = (CLAY, CLAY_SHADE), size: float = 1) -> None:
    """Show a round pot, the spout to the left."""
    c = c.at(0, 0, size)
    c.fill(ribbon(path((150, -210), (250, -240), (270, -140), (160, -70)), 30), tones[1])
    c.volume(ribbon(path((-130, -90), (-220, -130), (-262, -236)), 66, 30), *tones, light=(-8, -6))
    c.volume(oval(0, -138, 190, 140), *tones, light=(-24, -18))
    c.fill(box(-90, -14, 180, 18, 8), tones[1])
    c.volume(blob((-104, -262), (0, -306), (104, -262), (0, -250)), *tones, light=(-8, -6))
    c.volume(oval(0, -312, 25), *tones, light=(-5, -5))
    c.fill(oval(-92, -196, 22, 44, 40), WHITE, opacity=0.3)


def sack(c: Canvas, content: tuple[str, str], size: float = 1) -> Shape:
    """Show an open burlap sack, 520 high; gives the outline of the heap in its mouth."""
    c = c.at(0, 0, size)
    mouth = c.at(0, -430)
    outline = heap(mouth, 200, 110, content)
    body = blob((-220, -420), (-236, -300), (-262, -130), (-230, -10), (-230, -10), (0, 6),
                (230, -10), (230, -10), (262, -130), (236, -300), (220, -420), (110, -396),
                (-110, -396))  # fmt: skip
    c.volume(body, SAND, SAND_SHADE, light=(-30, 0))
    rim = ribbon(path((-224, -424), (-110, -392), (0, -384), (110, -392), (224, -424)), 46)
    c.volume(rim, "#F4E3C0", SAND_SHADE, light=(0, -9))
    for x in (-150, 150):
        fold = path((x, -340), (x * 1.1, -240), (x * 1.02, -140))
        c.fill(ribbon(fold, 9, 4), SAND_SHADE)
    return outline


def basket(c: Canvas, half: float = 300, depth: float = 230) -> None:
    """Show a woven basket with a thick rim `depth` above the origin."""
    body = lathe((half, -depth), (half * 0.95, -depth * 0.5), (half * 0.74, -10), (half * 0.7, 0))
    c.volume(body, "#D79A4E", "#AF7332", light=(-half * 0.14, 0))
    rows = 5
    for row in range(rows):
        y = -depth * (0.9 - row * 0.2)
        for column in range(-8, 9):
            x = column * half * 0.14 + row % 2 * half * 0.07
            stripe = box(x - half * 0.052, y, half * 0.104, depth * 0.105, 5)
            c.fill(stripe, ("#B97A36", "#8F5A25")[x > half * 0.35], within=body)
    rim = box(-half * 1.06, -depth - 22, half * 2.12, 46, 22)
    c.volume(rim, "#E6B066", "#AF7332", light=(0, -12))


def clay_pot(c: Canvas, size: float = 1, *, lid: bool = True) -> None:
    """Show a squat cooking pot with two ears, 300 high with its lid."""
    c = c.at(0, 0, size)
    for x in (-1, 1):
        c.fill(ribbon(path((x * 210, -180), (x * 270, -190), (x * 262, -128), (x * 214, -118)), 24),
               CLAY_SHADE)  # fmt: skip
    body = lathe((210, -206), (226, -130), (190, -34), (120, 0))
    c.volume(body, CLAY, CLAY_SHADE, light=(-34, -8))
    c.volume(box(-226, -222, 452, 34, 17), CLAY, CLAY_SHADE, light=(-20, -8))
    if lid:
        c.volume(blob((-206, -222), (-206, -222), (-110, -296), (0, -312), (110, -296),
                      (206, -222), (206, -222)), CLAY, CLAY_SHADE, light=(-26, -8))  # fmt: skip
        c.volume(oval(0, -322, 32, 22), CLAY, CLAY_SHADE, light=(-6, -6))


def vase(c: Canvas, tones: tuple[str, str] = (SEA, SEA_SHADE), size: float = 1) -> None:
    """Show a potter's vase, 400 high, with painted rings."""
    c = c.at(0, 0, size)
    body = lathe((62, -400), (54, -360), (60, -330), (136, -250), (160, -160), (120, -40), (84, 0))
    c.volume(body, *tones, light=(-30, -6))
    for y, width in ((-268, 12), (-246, 6), (-84, 12)):
        c.fill(ribbon(path((-180, y), (0, y + 14), (180, y)), width), FOAM, within=body)
    c.fill(oval(0, -400, 66, 13), tones[1])
    c.fill(oval(-78, -190, 15, 44, 14), WHITE, opacity=0.4)


def gourd_flask(c: Canvas, size: float = 1) -> None:
    """Show a white spirit flask with a red cord and stopper, 520 high."""
    c = c.at(0, 0, size)
    body = lathe((36, -490), (40, -450), (98, -390), (98, -330), (60, -282), (96, -246),
                 (164, -150), (150, -50), (96, 0))  # fmt: skip
    c.volume(body, WHITE, "#D8DDD3", light=(-28, -6))
    c.volume(box(-40, -540, 80, 64, 18), LYCHEE, LYCHEE_SHADE, light=(-10, 0))
    c.volume(box(-70, -298, 140, 30, 15), LYCHEE, LYCHEE_SHADE, light=(-6, -6))
    c.fill(ribbon(path((50, -280), (96, -230), (86, -170)), 12), LYCHEE)
    c.at(86, -176).fill([(-7, 0), (7, 0), (20, 62), (-20, 62)], LYCHEE)


def mortar(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    pestle = c.at(60, -230, turn=28)
    pestle.volume(blob((-22, 60), (-30, -60), (-22, -240), (22, -240), (30, -60), (22, 60)),
                  BARK, BARK_SHADE, light=(-9, 0))  # fmt: skip
    c.fill(oval(0, -250, 220, 40), COCOA)


def mortar_front(c: Canvas, size: float = 1) -> None:
    c = c.at(0, 0, size)
    body = lathe((220, -250), (206, -160), (120, -66), (92, -50), (150, 0))
    c.volume(body, "#8FA39B", "#697F79", light=(-34, -4))
    c.volume(box(-232, -274, 464, 40, 20), "#A9BBB2", "#697F79", light=(0, -9))


def wooden_tray(c: Canvas, half: float) -> None:
    c.volume(box(-half, -34, half * 2, 36, 14), BARK, BARK_SHADE, light=(0, -12))


def crock(c: Canvas) -> None:
    """Show an earthen jar with a wooden lid, 330 high, as fish sauce and salt are kept in."""
    body = lathe((80, -300), (92, -280), (144, -220), (150, -120), (110, -10), (96, 0))
    c.volume(body, CLAY, CLAY_SHADE, light=(-24, -6))
    c.volume(box(-92, -330, 184, 46, 16), BARK, BARK_SHADE, light=(-10, 0))
