"""The thirteen OCOP sets of food: fresh, preserved, seasoned, brewed."""

from media.illustrations import creatures, plants, vessels
from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BARK,
    BARK_SHADE,
    CLAY,
    CLAY_SHADE,
    COCOA,
    CREAM,
    DAY,
    DUSK,
    EARTH,
    EVENING,
    GOLD,
    GOLD_SHADE,
    HONEY,
    HONEY_SHADE,
    LEAF,
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
    SPROUT,
    STRAW,
    WHITE,
    Look,
    shadow,
)
from media.illustrations.shapes import blob, box, hexagon, lathe, oval, path, ribbon, sector
from media.illustrations.subject import Subject


def fresh_vegetables(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 360, look)
    plants.maize(c.at(-210, -190, 0.95, turn=-20))
    plants.carrot(c.at(190, -110, 1.0, turn=20))
    plants.pak_choi(c.at(70, -200, 0.86, turn=6))
    plants.cabbage(c.at(-70, -190, 0.96))
    plants.tomato(c.at(130, -204, 0.92))
    plants.citrus(c.at(-215, -204, 0.72))
    vessels.basket(c, 320, 240)
    plants.garlic(c.at(380, 30, 0.7))
    plants.chilli(c.at(-420, 26, 0.8, turn=-6))


def fresh_meat_and_eggs(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 430, look)
    milk = c.at(-200, 0)
    vessels.bottle(milk, (WHITE, "#DCE6E2"), (SEA, SEA_SHADE), height=560, half=120)
    vessels.label(milk.at(0, -160), 170, 150, SEA)
    steak(c.at(140, -40, 1.12))
    for x, size in ((-30, 0.96), (160, 1.0)):
        creatures.egg(c.at(x, 42), size)
    creatures.egg(c.at(70, 46), 0.9, ("#E9B98C", "#C78F60"))


def steak(c: Canvas) -> None:
    """Lean a marbled cut against nothing, its foot on the origin."""
    outer = blob((-210, -120), (-150, -270), (20, -320), (190, -270), (240, -130), (150, -10),
                 (0, -40), (-120, 0))  # fmt: skip
    c.volume(outer, "#FBE6DC", "#E2BDB0", light=(-10, -10))
    inner = blob((-172, -122), (-124, -236), (20, -282), (162, -240), (200, -132), (134, -48),
                 (0, -78), (-110, -42))  # fmt: skip
    c.volume(inner, LYCHEE, LYCHEE_SHADE, light=(-14, -12))
    for line in (
        ((-110, -200), (-40, -180), (10, -220)),
        ((30, -120), (90, -150), (150, -120)),
        ((-120, -100), (-60, -120), (-20, -100)),
        ((60, -230), (110, -210), (150, -220)),
    ):
        c.fill(ribbon(path(*line), 12, 5), "#F6C9BE")
    c.fill(oval(-6, -160, 40, 34), CREAM)
    c.fill(oval(-6, -160, 22, 18), ROSE)


def milled_rice(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 380, look)
    plants.rice_ear(c.at(160, -160), 1.1)
    plants.rice_ear(c.at(-180, -160, mirrored=True), 1.1)
    sack = c.at(0, 0, 1.18)
    vessels.sack(sack, (WHITE, "#E6E0CC"))
    for x, y, turn in ((-110, -460, 20), (-50, -490, -30), (20, -504, 70), (80, -480, 10),
                       (130, -456, -40), (-10, -456, 50), (-90, -440, 0)):  # fmt: skip
        sack.at(x, y, turn=turn).fill(oval(0, 0, 15, 6), "#DDD5BC")
    ear = sack.at(0, -200)
    vessels.label(ear, 200, 190, GOLD_SHADE)
    vessels.heap(c.at(-330, 34), 120, 70, (WHITE, "#E6E0CC"))
    vessels.heap(c.at(300, 40), 150, 80, (GOLD, GOLD_SHADE))


def wild_honey(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 380, look)
    dipper = c.at(60, -330, turn=32)
    dipper.volume(box(-13, -420, 26, 360, 12), BARK, BARK_SHADE, light=(-7, 0))
    c.at(0, 0).fill(ribbon(path((12, -280), (0, -220), (4, -150)), 26, 20), HONEY)
    for index, half in enumerate((52, 74, 82, 74, 50)):
        dipper.volume(box(-half, -70 + index * 34, half * 2, 27, 13), "#C98B3E", "#9A6222",
                      light=(-10, 0))  # fmt: skip
    vessels.bowl_mouth(c, 300, 230, HONEY_SHADE)
    c.fill(oval(0, -226, 270, 36), HONEY)
    c.fill(oval(4, -228, 60, 10), GOLD)
    vessels.bowl(c, 300, 230)
    creatures.bee(c.at(-290, -470, turn=8), 1.0)
    for x, y in ((300, 0), (390, 0), (345, -78)):
        c.fill(hexagon(x, y - 20, 52), GOLD)
        c.fill(hexagon(x, y - 20, 36), HONEY_SHADE)
    plants.daisy(c.at(-340, 10), 0.8, "#F4C7D2", "#DE9DB0")


def banh_mi(c: Canvas, look: Look) -> None:
    shadow(c, 0, 10, 460, look)
    vessels.wooden_tray(c.at(0, 24), 500)
    for y, size in ((-220, 0.86), (-52, 1.0)):
        roll(c.at(0, y, size, turn=-5))
    plants.chilli(c.at(-400, 36, 0.9, turn=-4))


def roll(c: Canvas) -> None:
    """Fill a crisp roll with greens, carrot, cucumber and pâté."""
    c.volume(blob((-430, -60), (-300, 10), (0, 30), (300, 10), (430, -60), (300, -110),
                  (-300, -110)), "#E0A04C", "#B9742A", light=(-6, -16))  # fmt: skip
    for x in range(-350, 351, 70):
        c.at(x, -96, turn=x * 13 % 40 - 20).volume(
            oval(0, -30, 62, 50), SPROUT, LEAF, light=(-4, -8)
        )
    for x in range(-300, 320, 120):
        c.at(x, -104, turn=16).volume(oval(0, -26, 48, 48), "#CFE3A0", LEAF_SHADE, light=(-6, -6))
        c.at(x + 60, -100, turn=-8).fill(box(-60, -52, 120, 26, 10), LYCHEE)
        c.at(x + 50, -96, turn=12).fill(box(-70, -22, 130, 17, 8), ORANGE)
    top = blob((-420, -110), (-330, -200), (-120, -250), (140, -248), (340, -196), (424, -106),
               (260, -124), (0, -134), (-260, -126))  # fmt: skip
    c.volume(top, "#EDB566", "#C98534", light=(-10, -20))
    for x in (-230, -60, 110, 270):
        c.at(x, -196, turn=18).fill(ribbon(path((-46, 22), (0, -20), (50, -30)), 17, 6), "#F8DDA4")


def noodles(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 360, look)
    for x in (40, 84):
        stick = c.at(x, -250, turn=34)
        stick.volume(box(-9, -470, 18, 470, 8), BARK, BARK_SHADE, light=(-5, 0))
    vessels.bowl_mouth(c, 350, 270, "#D9863B")
    for x, half, tone in ((-150, 120, "#C9905A"), (0, 150, "#B87B45"), (140, 120, "#C9905A")):
        strands(c.at(x, -274), half, tone)
    for x, turn in ((-260, -120), (-220, -80), (190, -60), (240, -100), (150, -110)):
        plants.a_leaf(c.at(x, -282, 0.72, turn=turn), tones=plants.YOUNG)
    creatures.crab(c.at(-40, -276, 0.62))
    c.volume(oval(170, -310, 62, 40, -10), "#E9B98C", "#C78F60", light=(-6, -8))
    c.volume(oval(-190, -300, 52, 34, 10), WHITE, SNOW, light=(-6, -6))
    c.fill(oval(-190, -304, 26, 17, 10), GOLD)
    vessels.bowl(c, 350, 270)
    for x, y in ((330, 20), (-350, 24)):
        plants.chilli(c.at(x, y, 0.5, turn=-10))


def strands(c: Canvas, half: float, tone: str) -> None:
    for index in range(4):
        arc = sector(0, 20, half - index * 22, 180, 360)
        c.fill(ribbon(arc, 17), tone if index % 2 else "#E0AE78")


def dried_fruit(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 420, look)
    jar = c.at(40, 0, 1.26)
    vessels.jar(jar, ("#F4D9A0", "#D9B268"), (CLAY, CLAY_SHADE))
    for x, y, tone in DRIED:
        jar.volume(oval(x, y, 38, 27, x * 3 + y), *tone, light=(-5, -6))
    plants.peanut(c.at(-300, 26, 1.2, turn=-12))
    plants.peanut(c.at(-200, 44, 0.94, turn=16))
    plants.peanut(c.at(340, 36, 1.0, turn=-6))
    plants.citrus_slice(c.at(-300, -130), 0.9)
    plants.a_leaf(c.at(290, -30, turn=-36))


AMBER, PLUM, APRICOT = (HONEY, HONEY_SHADE), ("#8B4056", "#67283D"), (ORANGE, ORANGE_SHADE)
FRUITS = (AMBER, PLUM, APRICOT)
DRIED = tuple(
    (-104 + column * 70 + row % 2 * 34, -62 - row * 52, FRUITS[(row * 2 + column) % 3])
    for row in range(5)
    for column in range(4 - row % 2)
)  # fmt: skip


def braised_and_cured(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 430, look)
    vessels.steam(c, -70, -440, look.far, 1.1)
    creatures.fish(c.at(-70, -330, 0.8, turn=-7))
    for x in (-250, 110):
        plants.a_leaf(c.at(x, -270, 0.9, turn=-60), tones=plants.DARK)
    vessels.clay_pot(c.at(-70, 0, 1.3), lid=False)
    for x, y, turn in ((250, -30, -30), (300, 24, -18)):
        sausage(c.at(x, y, turn=turn))
    plants.chilli(c.at(-420, 36, 0.8))


def sausage(c: Canvas) -> None:
    c.volume(ribbon(path((-130, 20), (-40, -20), (60, -20), (140, 16)), 78), "#B5473A", "#8A2F2A",
             light=(-4, -14))  # fmt: skip
    for x in (-132, 142):
        c.volume(oval(x, 18, 34, 37), "#B5473A", "#8A2F2A", light=(-4, -10))
    for x in (-70, 0, 70):
        c.fill(ribbon([(x - 12, -42), (x + 12, -10)], 9), "#E58A73")


def fish_sauce(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 400, look)
    for x, height, half in ((60, 660, 116), (-150, 540, 100)):
        flask = c.at(x, 0)
        vessels.bottle(
            flask, ("#B4561F", "#7F3512"), (LYCHEE, LYCHEE_SHADE), height=height, half=half
        )
        vessels.label(flask.at(0, -height * 0.27), half * 1.7, height * 0.3, SEA)
    creatures.fish(c.at(-130, 20, 0.66))
    dish = c.at(300, 26)
    dish.fill(oval(0, -56, 128, 22), "#8A3C12")
    dish.volume(lathe((132, -58), (116, -24), (70, 0)), WHITE, SNOW, light=(-14, 0))
    plants.chilli(c.at(240, 62, 0.56))


def condiments(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 440, look)
    pepper_mill(c.at(-210, 0, 1.12))
    vessels.heap(c.at(130, -216), 226, 150, (WHITE, "#D9DEDC"))
    vessels.bowl(c.at(130, 0), 256, 220, (CLAY, CLAY_SHADE))
    plants.garlic(c.at(-70, 40, 0.9))
    plants.garlic(c.at(360, 44, 0.8))
    plants.chilli(c.at(100, 40, 0.9, turn=-6))
    for x, y in ((-340, 20), (-316, 44), (-370, 46), (-290, 22), (-120, 54), (-400, 24)):
        c.volume(oval(x, y, 15), COCOA, "#20120C", light=(-4, -4))


def pepper_mill(c: Canvas) -> None:
    body = lathe((66, -400), (50, -340), (60, -280), (96, -200), (74, -120), (106, -20), (100, 0))
    c.volume(body, BARK, BARK_SHADE, light=(-24, 0))
    c.volume(
        lathe((30, -500), (78, -470), (82, -420), (70, -404)), BARK, BARK_SHADE, light=(-18, 0)
    )
    c.volume(box(-74, -412, 148, 22, 9), GOLD, GOLD_SHADE, light=(-16, 0))
    c.volume(oval(0, -512, 26), GOLD, GOLD_SHADE, light=(-5, -5))


def tea(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 440, look)
    vessels.teapot(c.at(110, 0, 1.36))
    vessels.steam(c, -330, -190, look.far, 0.8)
    handleless_cup(c.at(-320, 30, 1.06))
    plants.sprig(c.at(370, 10, turn=22), 3, plants.GREENS, 0.9)
    for x, y, turn in ((140, 44, -8), (40, 40, 172), (-110, 48, -20)):
        plants.a_leaf(c.at(x, y, 0.9, turn=turn), tones=plants.DARK)


def handleless_cup(c: Canvas) -> None:
    c.fill(oval(0, -150, 112, 20), "#B9C25A")
    c.volume(lathe((114, -152), (106, -90), (70, -14), (56, 0)), WHITE, SNOW, light=(-20, 0))
    c.fill(ribbon(path((-100, -80), (0, -68), (100, -80)), 12), SEA)


def herbal_tea(c: Canvas, look: Look) -> None:
    shadow(c, 0, 6, 380, look)
    vessels.steam(c, -20, -500, look.far, 1.0)
    glass = c.at(-30, 0, 1.2)
    glass.fill(ribbon(sector(150, -190, 86, -100, 110), 28), vessels.GLASS_SHADE)
    vessels.tumbler(glass, ("#EBA53C", "#CF7F20"), 1.0, 290)
    for x, y, size in ((-44, -230, 0.58), (46, -190, 0.5), (-20, -110, 0.46)):
        plants.daisy(glass.at(x, y), size, WHITE, STRAW)
    plants.daisy(c.at(310, -10), 1.0, WHITE, SNOW)
    plants.daisy(c.at(-320, 20), 0.82, GOLD, GOLD_SHADE, ORANGE)
    plants.a_leaf(c.at(230, 44, turn=-176), tones=plants.GREENS)
    plants.a_leaf(c.at(-250, 46, turn=-10), tones=plants.GREENS)


def coffee(c: Canvas, look: Look) -> None:
    shadow(c, 0, 4, 380, look)
    vessels.steam(c, -10, -390, look.far, 1.2)
    vessels.cup(c.at(-20, 0, 1.42), (WHITE, SNOW), COCOA)
    for x, y, turn, size in (
        (-370, 20, 30, 1.0), (-300, 48, -20, 0.86), (350, 30, 60, 1.0),
        (280, 54, 10, 0.9), (420, 10, -30, 0.7), (-420, -10, 80, 0.7),
    ):  # fmt: skip
        coffee_bean(c.at(x, y, size, turn=turn))


def coffee_bean(c: Canvas) -> None:
    c.volume(oval(0, 0, 54, 38), "#6E3F22", COCOA, light=(-6, -8))
    c.fill(ribbon(path((-48, 4), (-16, -9), (16, 9), (48, -4)), 8), "#2A160D")


OCOP_FOOD = {
    "01": Subject(fresh_vegetables, (DAY, SPRING, EARTH)),
    "02": Subject(fresh_meat_and_eggs, (EARTH, MORNING, NOON)),
    "03": Subject(milled_rice, (MORNING, EARTH, SPRING)),
    "04": Subject(wild_honey, (DAY, SPRING, MORNING)),
    "05": Subject(banh_mi, (DAY, MORNING, DUSK)),
    "06": Subject(noodles, (DUSK, MORNING, NOON)),
    "07": Subject(dried_fruit, (SPRING, DAY, LILAC)),
    "08": Subject(braised_and_cured, (MORNING, NIGHT, DAY)),
    "09": Subject(fish_sauce, (DAY, MORNING, NOON)),
    "10": Subject(condiments, (MORNING, EARTH, SPRING)),
    "11": Subject(tea, (SPRING, DAY, EVENING)),
    "12": Subject(herbal_tea, (MORNING, LILAC, DAY)),
    "13": Subject(coffee, (EARTH, MORNING, DAY)),
}
