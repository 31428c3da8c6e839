"""The fourteen groups of agricultural produce."""

from media.illustrations import creatures, land, plants, vessels
from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
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
    LYCHEE,
    LYCHEE_SHADE,
    MORNING,
    NIGHT,
    NOON,
    SNOW,
    SPRING,
    STRAW,
    WHITE,
    Look,
    ripples,
    shadow,
    sky,
)
from media.illustrations.shapes import box, hexagon, oval, path, ribbon, wave
from media.illustrations.subject import Subject


def rice(c: Canvas, look: Look) -> None:
    shadow(c, 0, 0, 300, look)
    for x, size in ((110, 1.16), (190, 0.96), (40, 0.98)):
        plants.rice_ear(c.at(x, -20), size)
        plants.rice_ear(c.at(-x, -20, mirrored=True), size)
    vessels.bowl_mouth(c, 280, 220, SNOW)
    vessels.heap(c.at(0, -212), 254, 170, (WHITE, "#E6E0CC"))
    for x, y in RICE_GRAINS:
        c.at(x, y - 212, turn=(x * 7 + y) % 180).fill(oval(0, 0, 17, 7), "#DDD5BC")
    vessels.bowl(c, 280, 220)


RICE_GRAINS = (
    (-150, -60), (-90, -120), (-20, -145), (60, -130), (130, -80), (-50, -70), (30, -70),
    (190, -30), (-190, -22), (-110, -30), (90, -30), (0, -104), (-10, -32), (150, -46),
)  # fmt: skip


def beans(c: Canvas, look: Look) -> None:
    shadow(c, 20, 0, 400, look)
    sack = c.at(-90, 0, 1.05)
    vessels.sack(sack, ("#7FA24A", "#5F8136"))
    for x, y, turn in SACK_BEANS:
        plants.bean(sack.at(x, y, turn=turn), "#93B85A", "#5F8136", 0.8)
    plants.pea_pod(c.at(210, -74, 0.92, turn=-16))
    for x, y, turn, colour, shade in (
        (-250, 14, 10, LYCHEE, LYCHEE_SHADE), (-180, 34, 60, "#4A3A3A", "#2C2222"),
        (-100, 26, -20, GOLD, GOLD_SHADE), (10, 40, 30, LYCHEE, LYCHEE_SHADE),
        (90, 34, -30, "#4A3A3A", "#2C2222"), (390, 20, 20, GOLD, GOLD_SHADE),
        (300, 36, 0, LYCHEE, LYCHEE_SHADE),
    ):  # fmt: skip
        plants.bean(c.at(x, y, turn=turn), colour, shade, 0.95)


SACK_BEANS = ((-130, -466, 10), (-60, -490, -30), (20, -500, 20), (90, -484, 50), (140, -460, 0),
              (-10, -456, -10), (60, -450, 30), (-90, -446, 40))  # fmt: skip


def vegetables(c: Canvas, look: Look) -> None:
    shadow(c, 0, 0, 430, look)
    plants.pak_choi(c.at(-230, 0, 1.12, turn=-5))
    plants.pak_choi(c.at(260, -6, 1.02, turn=9))
    plants.cabbage(c.at(20, 14, 1.22))
    plants.tomato(c.at(-250, 34, 0.78))
    plants.tomato(c.at(330, 30, 0.66))


def roots(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 430, look)
    plants.carrot(c.at(-150, -6, 1.3, turn=14))
    plants.carrot(c.at(-300, -6, 1.12, turn=-8))
    plants.ginger(c.at(150, 0, 1.36))
    plants.garlic(c.at(-60, 34, 1.06))
    plants.garlic(c.at(300, 40, 0.84))
    plants.chilli(c.at(60, 44, 0.9, turn=-4))


def fruit(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 420, look)
    plants.guava(c.at(240, 6, 1.34, turn=5))
    bunch = c.at(-110, -560)
    bunch.fill(ribbon(path((150, -40), (40, 10), (-30, 120), (-40, 260)), 17, 9), BARK)
    for x, y, turn in ((20, 20, -170), (10, 30, 150), (60, 0, -60), (90, -10, -20), (0, 60, 190)):
        plants.a_leaf(bunch.at(x, y, 1.5, turn=turn), tones=plants.DARK)
    for x, y, _ in LYCHEES:
        bunch.fill(ribbon(path((70, -10), ((x + 60) / 2, y / 2 - 20), (x, y + 12)), 9), BARK)
    for x, y, size in LYCHEES:
        plants.lychee(bunch.at(x, y), size)
    plants.lychee_flesh(c.at(-10, 40, 0.9))
    plants.half_guava(c.at(390, 44, 0.72))


LYCHEES = (
    (-130, 90, 1.0), (60, 80, 1.0), (-210, 220, 1.02), (-50, 190, 1.1), (110, 220, 1.0),
    (-140, 350, 1.1), (40, 350, 1.08),
)  # fmt: skip


def mushrooms(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 400, look)
    plants.mushroom(c.at(-230, 0, 1.06, turn=-12), "#8C5A3C", "#693E27")
    plants.mushroom(c.at(230, 4, 1.2, turn=10))
    plants.mushroom(c.at(0, 14, 1.7), "#D9A066", "#AF7440")
    plants.mushroom(c.at(-360, 30, 0.6, turn=-8))
    plants.mushroom(c.at(-130, 40, 0.72, turn=6), "#E8C48F", "#C09A63")
    plants.mushroom(c.at(150, 46, 0.6, turn=-6), "#8C5A3C", "#693E27")
    for x, turn in ((-410, -70), (-320, -110), (330, -60), (392, -104), (60, -70)):
        plants.a_leaf(c.at(x, 44, 0.62, turn=turn))


def blossoms(c: Canvas, look: Look) -> None:
    shadow(c, 0, 0, 200, look)
    for line, start, end in BRANCHES:
        c.fill(ribbon(path(*line), start, end), BARK)
    for x, y, size in (
        (-330, -520, 1.0), (-230, -430, 0.8), (-120, -560, 1.06), (-20, -660, 0.9),
        (60, -500, 0.84),
        (190, -610, 1.1), (310, -500, 0.9), (360, -640, 0.7), (-190, -640, 0.66), (210, -430, 0.74),
        (-60, -420, 0.94), (110, -720, 0.64),
    ):  # fmt: skip
        plants.blossom(c.at(x, y, turn=x), size)
    for x, y, turn in ((-290, -470, 150), (-70, -610, -120), (140, -660, -60), (280, -560, -20),
                       (-150, -480, 170), (120, -440, 10)):  # fmt: skip
        plants.a_leaf(c.at(x, y, 0.56, turn=turn), tones=plants.YOUNG)
    for x, y in ((-380, -570), (-256, -590), (30, -590), (270, -690), (400, -560), (-130, -700)):
        c.volume(oval(x, y, 17), LYCHEE, LYCHEE_SHADE, light=(-4, -4))
    vessels.vase(c, size=0.92)


BRANCHES = (
    (((0, -340), (20, -440), (-60, -520), (-20, -660)), 30, 9),
    (((-10, -420), (-120, -450), (-240, -430), (-340, -530)), 22, 7),
    (((-40, -520), (-130, -570), (-200, -650)), 16, 6),
    (((10, -400), (110, -450), (180, -600), (360, -640)), 24, 7),
    (((120, -470), (220, -450), (320, -510)), 16, 6),
    (((170, -590), (130, -660), (110, -720)), 13, 6),
)


def herbs(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 360, look)
    for x, turn, tones in (
        (-130, -34, plants.GREENS),
        (130, 30, plants.DARK),
        (-50, -12, plants.YOUNG),
        (36, 8, plants.GREENS),
    ):
        plants.sprig(c.at(x, -260, turn=turn), 4, tones, 0.95)
    vessels.mortar(c, 1.24)
    for x, turn in ((-180, -110), (-120, -80), (-40, -100), (20, -60), (70, -40)):
        plants.a_leaf(c.at(x, -300, 0.7, turn=turn), tones=plants.YOUNG)
    vessels.mortar_front(c, 1.24)
    plants.daisy(c.at(-330, -20), 0.8, WHITE, SNOW)
    plants.daisy(c.at(330, 0), 0.62, WHITE, SNOW)
    plants.a_leaf(c.at(270, 30, turn=-160))
    plants.a_leaf(c.at(-300, 36, turn=-12))


def meadow(sheet: Canvas, look: Look) -> None:
    sky(sheet, look, x=(1090, 520, 1010)[look.variant % 3], y=390, radius=230)
    land.paddies(sheet, 400 * look.variant)
    for x, size in ((230, 0.9), (330, 0.7), (1370, 1.0), (1480, 0.7)):
        land.tree(sheet.at(x, 790), size)


def livestock(c: Canvas, look: Look) -> None:
    shadow(c, 130, -40, 330, look)
    creatures.buffalo(c.at(140, -40, 1.14))
    shadow(c, -190, 36, 250, look)
    creatures.pig(c.at(-190, 36, 0.94))


def poultry(c: Canvas, look: Look) -> None:
    shadow(c, 0, 10, 430, look)
    creatures.hen(c.at(40, -70, 1.18))
    c.volume(oval(40, -64, 350, 78), GOLD, GOLD_SHADE, light=(0, -16))
    for index in range(18):
        x = -290 + index * 38
        c.at(x, -52 + index % 3 * 14, turn=-24 + index * 47 % 60).fill(box(-70, 0, 140, 9, 4),
                                                                     STRAW)  # fmt: skip
    for x, size, tones in ((-330, 1.0, EGG), (-220, 0.9, EGG_BROWN), (330, 0.94, EGG)):
        creatures.egg(c.at(x, 36), size, tones)


EGG, EGG_BROWN = (CREAM, "#E5C7A2"), ("#E9B98C", "#C78F60")


def pond(sheet: Canvas, look: Look) -> None:
    sky(sheet, look, x=(800, 690, 900)[look.variant % 3], y=430, radius=320)
    for y, height, length, tone in ((560, 22, 760, look.far), (640, 18, 900, look.near)):
        sheet.fill(wave(y, height, length, 300 * look.variant + y), tone)
    ripples(sheet, look, 985)


def farmed(c: Canvas, _look: Look) -> None:
    creatures.shrimp(c.at(70, -300, 1.16))
    for x, y, r in ((-300, -130, 22), (-250, -60, 13), (-340, -40, 15), (400, -90, 18)):
        c.fill(ribbon([*oval(x, y, r)], 6), FOAM)


def open_sea(sheet: Canvas, look: Look) -> None:
    sky(sheet, look, x=(1010, 590, 960)[look.variant % 3], y=380, radius=240)
    for x, width, height in ((250, 260, 260), (420, 190, 170), (1390, 300, 220)):
        land.karst(sheet.at(x, 655), width, height, (look.far, look.far), look.far)
    for y, height, length, tone in ((640, 14, 620, look.far), (700, 18, 760, look.near)):
        sheet.fill(wave(y, height, length, 200 * look.variant + y), tone)
    ripples(sheet, look, 985)


def catch(c: Canvas, look: Look) -> None:
    land.fishing_boat(c.at(0, -210, 1.18))
    c.fill([(-560, -190), (560, -190), (560, -60), (-560, -60)], look.near)
    creatures.fish(c.at(-190, -60, 0.62))
    creatures.fish(c.at(190, -20, 0.74))
    creatures.fish(c.at(-150, 92, 0.46), 1, (GOLD, GOLD_SHADE))


def honey(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 330, look)
    for x, y in COMB:
        c.fill(hexagon(x, y, 84), HONEY if (x + y) % 3 else GOLD)
        c.fill(hexagon(x, y, 62), HONEY_SHADE, opacity=0.55)
    vessels.jar(c.at(0, 0), (HONEY, HONEY_SHADE), (CREAM, SNOW), 1.24)
    vessels.label(c.at(0, -190), 210, 180, LYCHEE)
    creatures.bee(c.at(300, -470, turn=8), 0.9)
    creatures.bee(c.at(-330, -610, turn=-12), 0.6)
    plants.daisy(c.at(-290, 0), 0.86, WHITE, SNOW)
    plants.daisy(c.at(310, 10), 0.66, "#F4C7D2", "#DE9DB0")
    plants.a_leaf(c.at(-230, 40, turn=-14))


COMB = tuple(
    (-240 + column * 160 + row % 2 * 80, -520 + row * 138)
    for row, columns in enumerate(((0, 1, 2), (-1, 0, 1, 2, 3), (-0, 3)))
    for column in columns
)


def salt_pans(sheet: Canvas, look: Look) -> None:
    sky(sheet, look, x=(1060, 560, 1000)[look.variant % 3], y=370, radius=230)
    sheet.fill(wave(600, 8, 900, 0), look.near)
    sheet.fill(box(-10, 640, 1620, 600), FOAM)
    for y in (720, 830, 980):
        sheet.fill(box(-10, y, 1620, 9 + (y - 700) // 20), look.far)
    for x, lean in ((-200, -700), (330, -260), (800, 0), (1270, 260), (1800, 700)):
        sheet.fill(ribbon([(800 + (x - 800) * 0.55, 640), (x + lean, 1210)], 8, 26), look.far)
    sheet.fill(box(-10, 1085, 1620, 130), look.near)


def salt(c: Canvas, look: Look) -> None:
    land.salt_heap(c.at(-220, -150, 0.86))
    land.salt_heap(c.at(90, -180, 0.66))
    land.salt_heap(c.at(30, 0, 1.36))
    shadow(c, 320, 30, 130, look)
    vessels.crock(c.at(320, 30, 0.96))
    creatures.fish(c.at(-300, 30, 0.52))
    creatures.fish(c.at(-250, 84, 0.52))


AGRICULTURE = {
    "lua-gao-va-ngu-coc": Subject(rice, (DAY, SPRING, EARTH)),
    "dau-va-hat": Subject(beans, (EARTH, MORNING, NOON)),
    "rau": Subject(vegetables, (SPRING, DAY, EARTH)),
    "cu-va-gia-vi-tuoi": Subject(roots, (MORNING, NOON, DAY)),
    "trai-cay": Subject(fruit, (DAY, MORNING, SPRING)),
    "nam": Subject(mushrooms, (SPRING, NIGHT, MORNING)),
    "hoa-va-cay-canh": Subject(blossoms, (MORNING, DAY, SPRING)),
    "duoc-lieu-va-cay-cong-nghiep": Subject(herbs, (NOON, EARTH, DAY)),
    "gia-suc": Subject(livestock, (DAY, DUSK, NOON), meadow),
    "gia-cam-va-trung": Subject(poultry, (SPRING, DAY, MORNING)),
    "thuy-san-nuoi": Subject(farmed, (DAY, EVENING, MORNING), pond),
    "thuy-san-khai-thac": Subject(catch, (EVENING, DAY, MORNING), open_sea),
    "mat-ong-va-san-vat-rung": Subject(honey, (SPRING, MORNING, DAY)),
    "so-che-va-muoi": Subject(salt, (DAY, EVENING, MORNING), salt_pans),
}
