"""Fish, shrimp, pig, buffalo, hen, bird and bee."""

from media.illustrations.canvas import Canvas
from media.illustrations.looks import (
    BLUSH,
    COCOA,
    CREAM,
    GOLD,
    GOLD_SHADE,
    INK,
    LYCHEE,
    LYCHEE_SHADE,
    ORANGE,
    ORANGE_SHADE,
    ROSE,
    SNOW,
    WHITE,
)
from media.illustrations.shapes import Shape, blob, box, leaf, oval, path, ribbon, sector

SILVER, SILVER_SHADE = "#8FB9BD", "#5F8F98"
PRAWN, PRAWN_SHADE = "#F08A5D", "#CE5B3A"
PIG, PIG_SHADE = "#F2B3A6", "#D98C83"
HIDE, HIDE_SHADE = "#5B5560", "#423D48"


def eye(c: Canvas, x: float, y: float, radius: float = 10) -> None:
    c.fill(oval(x, y, radius), INK)
    c.fill(oval(x - radius * 0.3, y - radius * 0.35, radius * 0.35), WHITE)


def fish(c: Canvas, size: float = 1, tones: tuple[str, str] = (SILVER, SILVER_SHADE)) -> None:
    """Swim to the left around the origin, 560 long."""
    c = c.at(0, 0, size)
    c.fill(blob((170, -6), (170, -6), (290, -104), (290, -104), (258, 0), (290, 104), (290, 104)),
           tones[1])  # fmt: skip
    c.fill(blob((-60, -84), (-60, -84), (30, -150), (120, -120), (120, -50)), tones[1])
    c.fill(blob((0, 84), (0, 84), (44, 134), (92, 64)), tones[1])
    body = blob((-280, 12), (-200, -66), (-60, -108), (90, -74), (210, -16), (210, 16), (90, 78),
                (-60, 106), (-200, 74))  # fmt: skip
    c.volume(body, *tones, light=(-6, -30))
    c.fill(blob((-290, 20), (-150, 34), (60, 34), (220, 4), (160, 120), (-200, 140)), CREAM,
           within=body, opacity=0.55)  # fmt: skip
    c.fill(ribbon(sector(-190, 0, 92, -52, 52), 9, 9), tones[1], within=body)
    scales(c, body, tones[1])
    c.fill(blob((-76, 16), (-10, 8), (24, 44), (-30, 54)), tones[1])
    c.fill(oval(-206, -24, 20), CREAM)
    eye(c, -206, -24, 12)


def scales(c: Canvas, body: Shape, colour: str) -> None:
    for row, y in enumerate((-52, -20, 12)):
        for column in range(5):
            x = -40 + column * 46 + row % 2 * 23
            c.fill(ribbon(sector(x, y, 17, -60, 60), 6), colour, within=body, opacity=0.8)


def shrimp(c: Canvas, size: float = 1) -> None:
    """Curl around the origin, head to the left, about 620 across."""
    c = c.at(0, 0, size)
    for lift, end in ((-250, (-470, -330)), (-226, (-500, -200))):
        c.fill(ribbon(path((-206, -110), (-330, lift), end), 9, 4), PRAWN_SHADE)
    spine = path((-200, -70), (-60, -150), (110, -130), (214, -20), (200, 120), (90, 200))
    for index in range(7):
        x, y = spine[8 + index * 5]
        c.fill(ribbon(path((x, y), (x - 60, y + 80), (x - 92, y + 132)), 17, 7), PRAWN_SHADE)
    for turn in (0, 26, 52):
        c.at(96, 196, turn=148 + turn - 26).volume(leaf(150, 66), PRAWN, PRAWN_SHADE, light=(0, -8))
    body = ribbon(spine, 178, 74)
    c.volume(body, PRAWN, PRAWN_SHADE, light=(-14, -20))
    for start in range(14, 50, 6):
        (x0, y0), (x1, y1) = body[start], body[len(body) - 1 - start]
        middle = ((x0 + x1) / 2 + 20, (y0 + y1) / 2 - 4)
        c.fill(ribbon(path((x0, y0), middle, (x1, y1)), 9), "#FFD2B3", within=body)
    head = blob((-348, -60), (-348, -60), (-262, -128), (-140, -166), (-96, -70), (-150, 24),
                (-250, 6))  # fmt: skip
    c.volume(head, PRAWN, PRAWN_SHADE, light=(-8, -18))
    c.fill(blob((-190, -140), (-190, -140), (-300, -150), (-400, -124), (-400, -124), (-300, -112)),
           PRAWN_SHADE)  # fmt: skip
    eye(c, -258, -84, 17)


def pig(c: Canvas, size: float = 1) -> None:
    """Stand on the origin, looking left."""
    c = c.at(0, 0, size)
    for x in (-150, 146):
        c.fill(box(x, -110, 62, 112, 14), PIG_SHADE)
    c.fill(ribbon(path((252, -250), (300, -290), (330, -250), (300, -226), (292, -268)), 15, 8),
           PIG_SHADE)  # fmt: skip
    body = blob((-250, -200), (-190, -320), (0, -350), (200, -320), (274, -210), (220, -90),
                (20, -62), (-190, -84))  # fmt: skip
    c.volume(body, PIG, PIG_SHADE, light=(-18, -24))
    c.fill(blob((60, -372), (180, -350), (240, -250), (170, -196), (84, -240)), HIDE, within=body)
    for x in (-206, 92):
        c.volume(box(x, -120, 66, 122, 16), PIG, PIG_SHADE, light=(-12, 0))
        c.fill(box(x, -24, 66, 26, 8), HIDE)
    pig_head(c.at(-250, -250))


def pig_head(c: Canvas) -> None:
    c.fill(blob((14, -76), (14, -76), (104, -150), (104, -150), (98, -50)), HIDE)
    c.volume(oval(0, 0, 128, 118), PIG, PIG_SHADE, light=(-10, -14))
    c.fill(blob((-84, -84), (-84, -84), (-96, -168), (-96, -168), (-10, -110)), HIDE)
    c.volume(oval(-58, 30, 62, 48), "#F8C9BE", PIG_SHADE, light=(-5, -6))
    for x in (-76, -42):
        c.fill(oval(x, 30, 9, 15), PIG_SHADE)
    eye(c, -62, -34, 12)
    eye(c, 32, -34, 12)
    c.fill(oval(62, 12, 24, 17), ROSE, opacity=0.6)


def buffalo(c: Canvas, size: float = 1) -> None:
    """Stand on the origin, looking left."""
    c = c.at(0, 0, size)
    for x in (-120, 190):
        c.fill(box(x, -150, 60, 152, 14), HIDE_SHADE)
    c.fill(ribbon(path((300, -330), (352, -240), (340, -130)), 17, 12), HIDE_SHADE)
    c.fill(oval(340, -112, 17, 32), HIDE_SHADE)
    body = blob((-260, -300), (-200, -400), (0, -410), (220, -400), (310, -310), (300, -170),
                (120, -120), (-120, -120), (-240, -170))  # fmt: skip
    c.volume(body, HIDE, HIDE_SHADE, light=(-14, -24))
    for x in (-190, 120):
        c.volume(box(x, -180, 70, 182, 16), HIDE, HIDE_SHADE, light=(-12, 0))
        c.fill(box(x, -22, 70, 24, 8), INK)
    buffalo_head(c.at(-290, -330))


def buffalo_head(c: Canvas) -> None:
    for side in (-1, 1):
        horn = path((side * 50, -70), (side * 150, -80), (side * 210, -160), (side * 170, -240))
        c.fill(ribbon(horn, 46, 6), "#D8CDB4" if side < 0 else "#BFB295")
        c.at(side * 70, -34, turn=14 if side > 0 else 166).fill(leaf(110, 56), HIDE_SHADE)
    face = blob((-84, -80), (0, -96), (84, -80), (74, 30), (54, 118), (-54, 118), (-74, 30))
    c.volume(face, HIDE, HIDE_SHADE, light=(-12, -8))
    c.volume(oval(0, 104, 66, 46), "#8B828C", HIDE_SHADE, light=(-5, -6))
    for x in (-26, 26):
        c.fill(oval(x, 102, 10, 13), INK)
    eye(c, -44, -10, 11)
    eye(c, 44, -10, 11)


def hen(c: Canvas, size: float = 1) -> None:
    """Sit on the origin, looking left; about 560 wide."""
    c = c.at(0, 0, size)
    for turn, tone in ((-70, ORANGE_SHADE), (-48, "#8E3B22"), (-26, ORANGE_SHADE)):
        c.at(170, -200, turn=turn).fill(leaf(230, 92), tone)
    body = blob((-190, -300), (-60, -230), (90, -240), (250, -290), (240, -120), (130, -8),
                (-90, -8), (-210, -110), (-236, -230))  # fmt: skip
    c.volume(body, ORANGE, ORANGE_SHADE, light=(-14, -14))
    neck = blob((-250, -430), (-180, -478), (-110, -430), (-70, -260), (-160, -170), (-240, -240))
    c.volume(neck, ORANGE, ORANGE_SHADE, light=(-10, -4))
    for y, scale in ((-160, 1.0), (-112, 0.78)):
        wing = c.at(10, y, scale, turn=6)
        wing.volume(blob((-90, -50), (40, -66), (190, -40), (190, -40), (80, 44), (-50, 40)),
                    "#F6A45C", ORANGE_SHADE, light=(-4, -10))  # fmt: skip
    for x, y, r in ((-224, -486, 27), (-184, -510, 33), (-142, -490, 27)):
        c.fill(oval(x, y, r), LYCHEE)
    c.volume(oval(-184, -424, 76, 70), ORANGE, ORANGE_SHADE, light=(-8, -8))
    c.fill(blob((-250, -432), (-250, -432), (-308, -408), (-308, -408), (-246, -396)), GOLD)
    c.fill(blob((-240, -398), (-212, -400), (-206, -348), (-230, -336), (-248, -356)), LYCHEE)
    eye(c, -208, -436, 12)


def egg(c: Canvas, size: float = 1, tones: tuple[str, str] = (CREAM, "#E5C7A2")) -> None:
    c = c.at(0, 0, size)
    body = blob((0, -150), (48, -116), (64, -56), (42, -6), (0, 2), (-42, -6), (-64, -56),
                (-48, -116))  # fmt: skip
    c.volume(body, *tones, light=(-11, -8))


def bird(c: Canvas, size: float = 1) -> None:
    """Perch on the origin, looking left: a red-whiskered bulbul with its crest."""
    c = c.at(0, 0, size)
    c.at(120, -60, turn=38).fill(leaf(330, 74), COCOA)
    c.at(120, -74, turn=30).fill(leaf(330, 66), INK)
    body = blob((-130, -300), (-40, -310), (90, -200), (170, -70), (120, 0), (0, 4), (-110, -70),
                (-150, -190))  # fmt: skip
    c.volume(body, WHITE, SNOW, light=(-14, 0))
    c.fill(blob((-30, -330), (70, -240), (200, -80), (190, -20), (110, -60), (20, -120),
                (-60, -220)), "#8A5B3C")  # fmt: skip
    c.at(-4, -190, turn=50).volume(leaf(250, 116), "#6B432B", COCOA, light=(0, -9))
    c.fill(oval(64, -8, 48, 26, -10), LYCHEE)
    c.fill(blob((-150, -330), (-110, -396), (-50, -470), (-50, -470), (-20, -370), (-30, -280),
                (-100, -250)), INK)  # fmt: skip
    c.fill(oval(-92, -296, 42, 34, 10), WHITE)
    c.fill(oval(-64, -318, 27, 19, 10), LYCHEE)
    c.fill(blob((-144, -340), (-144, -340), (-206, -314), (-206, -314), (-138, -300)), "#2A2A2E")
    c.fill(oval(-104, -350, 14), WHITE)
    eye(c, -104, -350, 10)


def bee(c: Canvas, size: float = 1) -> None:
    """Fly to the left around the origin, 200 long."""
    c = c.at(0, 0, size)
    for turn in (-118, -76):
        c.at(14, -40, turn=turn).fill(leaf(140, 84), WHITE, opacity=0.85)
    body = oval(0, 0, 100, 66)
    c.volume(body, GOLD, GOLD_SHADE, light=(-6, -12))
    for x in (-16, 34, 80):
        c.fill(box(x, -70, 24, 140), COCOA, within=body)
    c.fill(oval(-84, -4, 42, 44), COCOA)
    for y in (-60, -44):
        c.fill(ribbon(path((-104, -36), (-124, -64), (-150, y - 26)), 7, 5), COCOA)
    c.fill(oval(-98, -12, 9), WHITE)


def crab(c: Canvas, size: float = 1) -> None:
    """Sit on the origin, facing us, claws up."""
    c = c.at(0, 0, size)
    for side in (-1, 1):
        for lift in (0, 34, 68):
            leg = path((side * 130, -90 + lift * 0.6), (side * 226, -120 + lift),
                       (side * (262 - lift * 0.3), -20 + lift * 0.4))  # fmt: skip
            c.fill(ribbon(leg, 26, 9), LYCHEE_SHADE)
        arm = path((side * 120, -140), (side * 220, -190), (side * 196, -270))
        c.fill(ribbon(arm, 36, 30), LYCHEE_SHADE)
        claw = c.at(side * 192, -270, mirrored=side < 0)
        claw.volume(blob((-30, 10), (-56, -70), (-10, -140), (-10, -140), (2, -70), (40, -130),
                         (40, -130), (60, -50), (30, 14)), LYCHEE, LYCHEE_SHADE)  # fmt: skip
        c.fill(ribbon([(side * 42, -180), (side * 48, -228)], 12), LYCHEE_SHADE)
        eye(c, side * 48, -236, 19)
    c.volume(blob((-170, -110), (-100, -190), (100, -190), (170, -110), (110, -30), (-110, -30)),
             LYCHEE, LYCHEE_SHADE, light=(-10, -16))  # fmt: skip
    for x, y in ((-70, -130), (0, -150), (70, -130)):
        c.fill(oval(x, y, 13, 9), BLUSH, opacity=0.7)


def swallow(c: Canvas, size: float = 1) -> None:
    """Glide far away: two strokes."""
    for side in (-1, 1):
        c.fill(ribbon(path((0, 0), (side * 30 * size, -22 * size), (side * 66 * size, -8 * size)),
                      9 * size, 3), INK)  # fmt: skip
