"""The thirteen OCOP sets beside food: drinks, remedies, crafts, ornamentals and journeys."""

from media.illustrations import creatures, land, plants, vessels
from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
    BARK_SHADE,
    BLUSH,
    CLAY,
    CLAY_SHADE,
    CREAM,
    DAY,
    DUSK,
    EARTH,
    EVENING,
    FOAM,
    GOLD,
    GOLD_SHADE,
    HONEY,
    HONEY_SHADE,
    LEAF,
    LEAF_DEEP,
    LEAF_SHADE,
    LILAC,
    LYCHEE,
    LYCHEE_SHADE,
    MORNING,
    NIGHT,
    NOON,
    ORANGE,
    ORANGE_SHADE,
    ROSE,
    SEA,
    SEA_SHADE,
    SNOW,
    SPRING,
    STRAW,
    WHITE,
    Look,
    ripples,
    shadow,
    sky,
)
from media.illustrations.shapes import blob, box, lathe, oval, path, ribbon, wave
from media.illustrations.subject import Subject


def spirit(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 360, look)
    plants.rice_ear(c.at(110, -30), 1.1)
    vessels.gourd_flask(c.at(-40, 0, 1.28))
    vessels.label(c.at(-40, -170), 150, 140, LYCHEE)
    for x, size in ((230, 0.8), (-290, 0.72)):
        small = c.at(x, 34, size)
        small.fill(oval(0, -120, 92, 17), FOAM)
        small.volume(
            lathe((94, -122), (84, -60), (50, -10), (46, 0)), WHITE, "#D8DDD3", light=(-16, 0)
        )
        small.fill(ribbon(path((-90, -70), (0, -58), (90, -70)), 10), SEA)


def wine_and_beer(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 400, look)
    wine = c.at(-190, 0)
    vessels.bottle(wine, ("#5B2A3C", "#3F1828"), (GOLD, GOLD_SHADE), height=650, half=104)
    vessels.label(wine.at(0, -180), 170, 190, LYCHEE)
    wine_glass(c.at(20, 20, 1.06))
    beer(c.at(260, 20, 1.0))


def wine_glass(c: Canvas) -> None:
    c.fill(oval(0, -8, 92, 15), vessels.GLASS_SHADE)
    c.fill(box(-9, -200, 18, 196, 8), vessels.GLASS_SHADE)
    glass = lathe((96, -440), (116, -360), (104, -270), (50, -200), (9, -180))
    c.fill(glass, vessels.GLASS, opacity=0.9)
    c.fill(box(-140, -340, 280, 200), LYCHEE_SHADE, within=glass)
    c.fill(box(-140, -340, 190, 200), LYCHEE, within=glass)
    c.fill(oval(0, -340, 112, 15), ROSE)
    vessels.shine(c, -84, -410, -280, 13)


def beer(c: Canvas) -> None:
    c.fill(ribbon(path((120, -290), (210, -300), (216, -110), (120, -96)), 30), vessels.GLASS_SHADE)
    c.volume(box(-130, -370, 260, 372, 22), HONEY, HONEY_SHADE, light=(-22, 0))
    for x in (-74, 0, 74):
        c.fill(box(x - 11, -310, 22, 270, 11), GOLD)
    for x, y, r in ((-104, -380, 48), (-36, -404, 60), (44, -398, 56), (104, -376, 46)):
        c.fill(oval(x, y, r), WHITE)
    c.volume(box(-146, -386, 292, 60, 28), WHITE, SNOW, light=(0, -10))


def water(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 300, look)
    for x, width, height in ((-320, 320, 300), (330, 360, 380)):
        land.karst(c.at(x, -70), width, height, (look.far, look.near), look.near)
    for x, height in ((60, 680), (-140, 520)):
        pet = c.at(x, 0)
        vessels.bottle(
            pet, ("#BFE4EA", "#86BECB"), (SEA, SEA_SHADE), height=height, half=height * 0.18
        )
        band = box(-height * 0.18, -height * 0.44, height * 0.36, height * 0.2)
        pet.volume(band, SEA, SEA_SHADE, light=(-height * 0.054, 0))
        drop(pet.at(0, -height * 0.29), height * 0.0011, WHITE)
        for y in (0.07, 0.14):
            pet.fill(box(-height * 0.15, -height * y, height * 0.3, 7, 3), "#86BECB")
    for x, y, size in ((230, 0, 1.0), (310, 26, 0.66), (-290, 20, 0.8)):
        drop(c.at(x, y), size, "#BFE4EA")


def drop(c: Canvas, size: float, colour: str) -> None:
    outline = blob((0, -86), (0, -86), (34, -24), (40, 6), (0, 44), (-40, 6), (-34, -24))
    c.at(0, 0, size).fill(outline, colour)


def juice(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 400, look)
    straw = c.at(30, -330, turn=14)
    straw.fill(box(-13, -330, 26, 340, 10), LYCHEE)
    for y in (-310, -240, -170, -100):
        straw.fill([(-13, y + 24), (13, y), (13, y + 30), (-13, y + 54)], WHITE)
    vessels.tumbler(c.at(-20, 0), (ORANGE, ORANGE_SHADE), 1.36, 310)
    for x, y, turn in ((-70, -340, 14), (50, -300, -18), (-30, -240, 30)):
        c.at(x, y, turn=turn).fill(box(-46, -46, 92, 92, 18), WHITE, opacity=0.4)
    plants.citrus_slice(c.at(-190, -500), 1.02)
    plants.citrus(c.at(270, 20), 1.1)
    plants.citrus(c.at(-310, 26), 0.86)
    plants.citrus_slice(c.at(150, -24), 0.72)
    plants.a_leaf(c.at(290, -196, turn=-24))


def remedies(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 420, look)
    plants.sprig(c.at(-270, -10, turn=-14), 4, plants.GREENS, 1.1)
    bottle = c.at(-50, 0)
    bottle.volume(lathe((84, -470), (96, -440), (164, -380), (172, -300), (172, -40), (150, 0)),
                  "#A8561F", "#7A3A14", light=(-36, 0))  # fmt: skip
    bottle.volume(box(-108, -560, 216, 110, 18), WHITE, "#D5DDD8", light=(-26, 0))
    bottle.fill(box(-150, -320, 300, 220, 14), CREAM)
    plants.a_leaf(bottle.at(-6, -130, 1.0, turn=-90), 160, 76)
    vessels.shine(bottle, -146, -370, -60, 15)
    mortar = c.at(250, 10, 0.66)
    vessels.mortar(mortar)
    vessels.mortar_front(mortar)
    for x, y, turn, tone in ((110, 42, -24, LEAF), (-270, 44, 16, LYCHEE), (-180, 60, -30, GOLD)):
        capsule(c.at(x, y, turn=turn), tone)


def capsule(c: Canvas, tone: str) -> None:
    body = box(-62, -27, 124, 54, 27)
    c.volume(body, WHITE, "#D5DDD8", light=(0, -10))
    c.fill(box(-62, -27, 62, 54), tone, within=body)
    c.fill(box(-44, -18, 84, 9, 4), "#FFFFFF", opacity=0.6)


def cosmetics(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 420, look)
    pump = c.at(-150, 0)
    pump.fill(ribbon(path((0, -560), (0, -600), (-40, -612), (-130, -600)), 34), GOLD_SHADE)
    pump.volume(box(-60, -560, 120, 84, 14), GOLD, GOLD_SHADE, light=(-16, 0))
    flacon = lathe((70, -490), (130, -460), (136, -400), (136, -30), (120, 0))
    pump.volume(flacon, "#A9D6C6", "#7DB5A5", light=(-30, 0))
    pump.fill(box(-96, -330, 192, 220, 12), CREAM)
    plants.blossom(pump.at(0, -220), 0.8)
    cream = c.at(170, 20)
    cream.volume(box(-170, -160, 340, 162, 30), WHITE, "#DDD6CF", light=(-30, 0))
    cream.volume(box(-178, -236, 356, 86, 20), GOLD, GOLD_SHADE, light=(-30, 0))
    plants.a_leaf(cream.at(-64, -60, 0.9, turn=-10))
    plants.lotus(c.at(330, 54), 0.74)
    plants.blossom(c.at(-350, 10), 0.76)
    plants.a_leaf(c.at(-300, 44, turn=-10))


def essential_oils(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 380, look)
    for turn, length in ((-104, 620), (-92, 660), (-78, 640), (-66, 560)):
        plants.a_leaf(c.at(-260, 6, turn=turn), length, 46, plants.YOUNG)
    dropper(c.at(-20, 0, 1.26))
    dropper(c.at(230, 20, 0.86))
    for x, y, size in ((-290, 0, 0.8), (370, 10, 0.6)):
        drop(c.at(x, y), size, STRAW)
    plants.daisy(c.at(110, 20), 0.6, "#B9A0D0", "#8E74AC")
    plants.a_leaf(c.at(-170, 40, turn=-174), tones=plants.DARK)


def dropper(c: Canvas) -> None:
    c.volume(
        lathe((20, -600), (34, -570), (30, -520), (36, -500)), "#3A3A40", "#24242A", light=(-8, 0)
    )
    c.volume(box(-52, -510, 104, 84, 12), GOLD, GOLD_SHADE, light=(-14, 0))
    flask = lathe((50, -430), (60, -410), (130, -350), (136, -290), (136, -24), (120, 0))
    c.volume(flask, "#A8561F", "#7A3A14", light=(-30, 0))
    c.fill(box(-112, -260, 224, 180, 12), CREAM)
    plants.a_leaf(c.at(-62, -134, turn=-24), 140, 60)
    vessels.shine(c, -112, -330, -60, 14)


def handicraft(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 430, look)
    for turn in (-16, 0, 15):
        reed = c.at(-190, -400, turn=turn)
        reed.fill(box(-4, -260, 8, 300, 4), BARK)
        reed.volume(oval(0, -240, 17, 76), "#A8693A", BARK_SHADE, light=(-5, 0))
    vessels.vase(c.at(-190, 0, 1.14))
    c.fill(
        ribbon(path((-20, -230), (20, -470), (160, -530), (300, -470), (340, -230)), 32), "#AF7332"
    )
    c.fill(
        ribbon(path((-20, -230), (20, -470), (160, -530), (300, -470), (340, -230)), 16), "#E6B066"
    )
    vessels.basket(c.at(160, 10), 220, 220)
    pot = c.at(-20, 46, 0.62)
    pot.volume(lathe((120, -200), (110, -180), (180, -110), (150, -20), (100, 0)), CLAY, CLAY_SHADE)
    pot.fill(oval(0, -200, 122, 22), BARK_SHADE)


def garments(c: Canvas, look: Look) -> None:
    shadow(c, 10, 6, 330, look)
    dress(c.at(-90, 0))
    for index, tones in enumerate(((SEA, SEA_SHADE), (GOLD, GOLD_SHADE), (ROSE, LYCHEE))):
        fold = c.at(240, 30 - index * 78)
        fold.volume(box(-160, -74, 320, 76, 30), *tones, light=(0, -14))
        fold.fill(ribbon([(-120, -34), (70, -34)], 6), CREAM, opacity=0.6)
    cone_hat(c.at(240, -196))


def dress(c: Canvas) -> None:
    """Hang an áo dài from its bar: high collar, long sleeves, two panels over white trousers."""
    c.fill(box(-250, -724, 500, 16, 8), BARK)
    c.fill(ribbon(path((0, -716), (0, -690), (0, -670)), 9), BARK_SHADE)
    c.volume(box(-70, -300, 140, 290, 10), WHITE, "#DAD6CC", light=(-60, 0))
    for side in (-1, 1):
        sleeve = blob((side * 70, -640), (side * 120, -600), (side * 230, -380), (side * 230, -380),
                      (side * 176, -356), (side * 176, -356), (side * 90, -500))  # fmt: skip
        c.fill(sleeve, LYCHEE if side < 0 else LYCHEE_SHADE)
    gown = lathe((34, -660), (96, -636), (96, -636), (88, -540), (66, -450), (94, -360), (140, -60),
                 (150, -40), (150, -40))  # fmt: skip
    c.volume(gown, LYCHEE, LYCHEE_SHADE, light=(-30, 0))
    c.fill([(70, -330), (130, -30), (84, -34)], LYCHEE_SHADE)
    c.fill(box(-32, -690, 64, 44, 12), LYCHEE_SHADE)
    for x, y, size in ((-40, -150, 0.62), (34, -240, 0.46), (54, -110, 0.4), (-20, -320, 0.36)):
        plants.blossom(c.at(x, y), size, BLUSH, GOLD_SHADE)


def cone_hat(c: Canvas) -> None:
    hat = [(0, -190), (230, 0), (150, 22), (0, 30), (-150, 22), (-230, 0)]
    c.volume(hat, STRAW, GOLD_SHADE, light=(-50, 0))
    for part in (0.3, 0.55, 0.8):
        ring = path(
            (-230 * part, -190 + 190 * part),
            (0, -190 + 214 * part),
            (230 * part, -190 + 190 * part),
        )
        c.fill(ribbon(ring, 5), GOLD_SHADE, opacity=0.8)


def bouquet(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 220, look)
    for x, y in ((-230, -540), (-110, -640), (30, -560), (150, -650), (250, -520), (-40, -470)):
        c.fill(ribbon(path((x * 0.1, -300), (x * 0.5, -420), (x, y)), 11), LEAF_SHADE)
    for x, y, turn in ((-60, -400, -160), (60, -400, -20), (-90, -460, -130), (110, -470, -50)):
        plants.a_leaf(c.at(x, y, 1.2, turn=turn))
    plants.daisy(c.at(-230, -520), 1.16, ROSE, LYCHEE)
    plants.daisy(c.at(250, -500), 1.1, GOLD, GOLD_SHADE, ORANGE)
    plants.daisy(c.at(-110, -660), 1.0, WHITE, SNOW)
    plants.daisy(c.at(150, -670), 1.1, "#C3A3D8", "#9878B4")
    plants.daisy(c.at(20, -540), 1.36, LYCHEE, LYCHEE_SHADE)
    plants.daisy(c.at(-110, -430), 0.8, GOLD, GOLD_SHADE, ORANGE)
    plants.daisy(c.at(140, -420), 0.8, WHITE, SNOW)
    vessels.vase(c, (FOAM, "#9CC4BC") if look.near != SPRING.near else (CLAY, CLAY_SHADE), 0.98)


def old_tree(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 330, look)
    plants.bonsai(c.at(-30, -130), 1.14)
    c.fill(oval(0, -138, 260, 22), LEAF_DEEP)
    tray = lathe((290, -140), (290, -108), (250, -96), (226, -30), (206, -20))
    c.volume(tray, SEA, SEA_SHADE, light=(-40, 0))
    for x in (-170, 130):
        c.fill(box(x, -24, 44, 30, 6), SEA_SHADE)
    c.volume(oval(150, -146, 50, 26), "#8FA39B", "#697F79", light=(-8, -6))


def songbird(c: Canvas, _look: Look) -> None:
    c.fill(
        ribbon(path((-800, -210), (-300, -190), (100, -230), (330, -200), (420, -260)), 40, 16),
        BARK,
    )
    c.fill(ribbon(path((160, -220), (280, -320), (380, -350)), 24, 10), BARK)
    for x, y, turn in ((420, -258, -20), (370, -348, -40), (300, -330, -110), (330, -204, 40),
                       (-260, -190, -70), (-330, -196, 110), (-200, -186, 60)):  # fmt: skip
        plants.a_leaf(c.at(x, y, turn=turn))
    creatures.bird(c.at(10, -216), 1.16)
    for x, y in ((-270, -90), (-230, -120), (-300, -130)):
        c.fill(ribbon([(x, -186), (x, y)], 5), LEAF_SHADE)
        c.volume(oval(x, y, 25), LYCHEE, LYCHEE_SHADE, light=(-5, -5))


def bay(sheet: Canvas, look: Look) -> None:
    sky(sheet, look, x=(820, 640, 960)[look.variant % 3], y=430, radius=270)
    tones = (look.far, look.far)
    for x, width, height in ((120, 300, 330), (980, 220, 230), (1540, 300, 300)):
        land.karst(sheet.at(x, 725), width, height, tones, look.far)
    for x, width, height in ((360, 330, 470), (1270, 390, 540), (1060, 200, 280), (200, 200, 260)):
        land.karst(sheet.at(x, 740), width, height, (land.STONE, land.STONE_SHADE), LEAF)
    sheet.fill(wave(730, 8, 700, 100), look.near)
    ripples(sheet, look, 905)


def journey(c: Canvas, _look: Look) -> None:
    c.fill(oval(-30, -38, 330, 26), "#0D3E47", opacity=0.3)
    land.junk(c.at(-30, -50), 1.16)
    for x, y in ((-330, -640), (-250, -690), (330, -700)):
        creatures.swallow(c.at(x, y), 0.7)
    c.fill(ribbon(path((-330, -10), (-60, 2), (260, -12)), 8), FOAM)


OCOP_OTHER = {
    "14": Subject(spirit, (MORNING, DUSK, DAY)),
    "15": Subject(wine_and_beer, (DAY, LILAC, MORNING)),
    "16": Subject(water, (MORNING, DAY, SPRING)),
    "17": Subject(juice, (MORNING, SPRING, DAY)),
    "18": Subject(remedies, (SPRING, DAY, EARTH)),
    "19": Subject(cosmetics, (LILAC, MORNING, DUSK)),
    "20": Subject(essential_oils, (NOON, LILAC, SPRING)),
    "21": Subject(handicraft, (DAY, EARTH, MORNING)),
    "22": Subject(garments, (MORNING, DAY, LILAC)),
    "23": Subject(bouquet, (DAY, NIGHT, SPRING)),
    "24": Subject(old_tree, (DUSK, DAY, NOON)),
    "25": Subject(songbird, (MORNING, DAY, SPRING)),
    "26": Subject(journey, (DAY, EVENING, MORNING), bay),
}
