"""Draws the picture that stands for a page wherever it is shared: 1200 × 630 (Open Graph)."""

from io import BytesIO
from math import cos, pi, sin
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from media.canvas import FINENESS, Canvas
from media.lettering import Face, Room, fit
from media.shapes import Shape, blob, box, oval, ribbon, wave

RECIPE = 1
"""Raised when the same words and photo are to look otherwise: every kept picture is then stale."""
WIDTH, HEIGHT = 1200, 630
MARGIN, EDGE = 64, 640
"""Where the words begin, and where the photo does."""
BESIDE, ALONE = EDGE - MARGIN - 44, 760
"""How wide the words may run with a photo beside them, and without one."""
BAY = 16
"""How far the photo's wavy edge runs to either side."""
HALF = WIDTH - EDGE + BAY, HEIGHT
"""What a photo fills; one that is larger is cut and shrunk to it."""
SMALLEST_SIDE = 240
"""Pixels of a photo that may fill half the picture; a smaller one would only be a blur."""
MOST_LINES = 4
MOST_STARS = 5
STAR_STEP = 42
STARS_END = MARGIN + MOST_STARS * STAR_STEP
X_HEIGHT = 0.6
"""Of a letter between the two of `x` and `X`, by size of type: what looks like its middle."""

PAPER, INK, SOFT, SEA, SEA_DEEP = "#FBF6EA", "#1E2B2C", "#54605D", "#0E6A70", "#0B5A60"
RED, RED_DEEP, CREAM, GOLD, STAR, PALE = (
    "#C1272D", "#8E1820", "#FFF3DC", "#F6C453", "#D8921B", "#E4D9BF"
)  # fmt: skip
SKY, HALO, FAR, HILL, BOAT, FOAM = (
    "#D8ECE6", "#F8E3B0", "#B9DCD0", "#8FC0A4", "#7A4A1E", "#D9EFEC"
)  # fmt: skip

HEADING = Face("Bold", (92, 84, 76, 70, 64, 58, 53, 48, 44, 40))
SMALL = Face("Medium", (30, 28, 26, 24))
BRAND = Face("SemiBold", (30,))


def draw(told: dict[str, Any], picture: bytes | None) -> bytes:
    """Draw what is told beside a picture, or on a landscape of its own; gives a JPEG.

    `told` holds `name`, `place`, `producer`, `site` and, where there are any, `stars` (a number)
    with their `stars_label`. The same input gives the same bytes.
    """
    photo = _photo(picture)
    sheet = Canvas(Image.new("RGB", (WIDTH * FINENESS, HEIGHT * FINENESS), PAPER))
    if photo is None:
        _landscape(sheet)
    _mark(sheet.at(MARGIN + 30, 84))
    if told.get("stars"):
        _stars(sheet, told["stars"])
    _pin(sheet.at(MARGIN, 527), *((GOLD, SEA_DEEP) if photo is None else (RED, PAPER)))
    image = sheet.finished()
    if photo is not None:
        _beside(image, photo)
    if photo is None:
        _words(image, told, ALONE, ("white", FOAM))
    else:
        _words(image, told, BESIDE, (INK, SOFT))
    return _jpeg(image)


def _photo(picture: bytes | None) -> Image.Image | None:
    if picture is None:
        return None
    with Image.open(BytesIO(picture), formats=("WEBP", "JPEG")) as found:
        if min(found.size) < SMALLEST_SIDE:
            return None
        return ImageOps.fit(found.convert("RGB"), HALF)


def _beside(image: Image.Image, photo: Image.Image) -> None:
    """Lay the photo to the right, behind a shore line of waves."""
    left = EDGE - BAY
    mask = Image.new("L", (photo.width * FINENESS, photo.height * FINENESS), 255)
    shore = [(x - left, y) for x, y in _shore()]
    Canvas(mask).fill([(-50, -50), *shore, (-50, HEIGHT + 50)], "black")
    image.paste(photo, (left, 0), mask.reduce(FINENESS))
    line = Image.new("L", (WIDTH * FINENESS, HEIGHT * FINENESS))
    Canvas(line).fill(ribbon(_shore(), 9), "white")
    image.paste(GOLD, (0, 0), line.reduce(FINENESS))


def _shore() -> Shape:
    points = range(-20, HEIGHT + 21, 5)
    return [(EDGE + BAY * 0.7 * sin(y * 2 * pi / 210), y) for y in points]


def _landscape(sheet: Canvas) -> None:
    """Paint the bay of the home page: a sun, far hills, a sail, two waves."""
    sheet.fill(box(-10, -10, WIDTH + 20, HEIGHT + 20), SKY)
    sheet.fill(oval(985, 250, 235), HALO)
    sheet.fill(oval(985, 250, 180), GOLD)
    sheet.fill(_hills(), FAR)
    _boat(sheet.at(985, 464))
    sheet.fill(wave(480, 12, 420, 60), HILL)
    sheet.fill(wave(500, 9, 360, 190), SEA_DEEP)


def _hills() -> Shape:
    heights = ((560, 560), (700, 420), (790, 385), (850, 430), (930, 400), (1030, 452))
    return blob((520, 600), *heights, (1120, 395), (1230, 430), (1260, 640), (800, 660))


def _boat(at: Canvas) -> None:
    mast, foot, clew = (-8, -262), (-8, -30), (-122, -52)
    at.fill(blob(mast, mast, foot, foot, clew, clew, (-52, -140)), RED)
    mast, foot, clew = (6, -290), (6, -30), (124, -44)
    at.fill(blob(mast, mast, (88, -160), clew, clew, foot, foot), RED)
    at.fill([(-150, -22), (176, -22), (150, 26), (100, 60), (-80, 60), (-128, 24)], BOAT)


def _mark(at: Canvas) -> None:
    """Draw the flame flower in its disc of sun and sea, as in the head of every page."""
    at = at.at(0, 0, 1.25)
    disc = oval(0, 0, 24)
    at.fill(disc, GOLD)
    waves = [(x, 5 + 3 * sin(x * pi / 8)) for x in range(-26, 27)]
    at.fill([*waves, (26, 30), (-26, 30)], SEA, within=disc)
    for turn in range(72, 360, 72):
        at.at(0, 0, turn=turn).fill(oval(0, -11.4, 5.4, 8.4), RED)
    at.fill(oval(0, -11.4, 5.4, 8.4), CREAM)
    for x in (-1.5, 1.5):
        at.fill(box(x - 0.5, -15.5, 1, 7), RED)
    at.fill(oval(0, 0, 3.6), RED_DEEP)


def _stars(sheet: Canvas, stars: int) -> None:
    for place in range(MOST_STARS):
        colour = STAR if place < stars else PALE
        sheet.fill(_star(MARGIN + 18 + place * STAR_STEP, 440, 20), colour)


def _star(x: float, y: float, radius: float) -> Shape:
    reaches = (radius, radius * 0.46)
    turns = [(reaches[n % 2], pi * n / 5) for n in range(10)]
    return [(x + reach * sin(turn), y - reach * cos(turn)) for reach, turn in turns]


def _pin(at: Canvas, colour: str, hole: str) -> None:
    at.fill(blob((11, -14), (20, -5), (17, 4), (11, 14), (11, 14), (5, 4), (2, -5)), colour)
    at.fill(oval(11, -5, 4), hole)


def _words(image: Image.Image, told: dict[str, Any], width: int, below: tuple[str, str]) -> None:
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN + 76, 95), told["site"], SEA_DEEP, BRAND.fonts[30], anchor="ls")
    _heading(pen, told, width)
    if told.get("stars"):
        pen.text((STARS_END + 14, 450), told["stars_label"], INK, SMALL.fonts[30], anchor="ls")
    _line(pen, (MARGIN + 34, 538), told["place"], width - 34, below[0])
    _line(pen, (MARGIN, 584), told["producer"], width, below[1])


def _heading(pen: ImageDraw.ImageDraw, told: dict[str, Any], width: int) -> None:
    """Write the name in the middle of the room between the mark and what stands below."""
    top, bottom = 142, 400 if told.get("stars") else 470
    room = Room(width, bottom - top, MOST_LINES)
    name = fit(HEADING.written(told["name"]) or told["site"], HEADING, room)
    first = (top + bottom - name.leading * (len(name.lines) - 1)) / 2 + name.size * X_HEIGHT / 2
    for number, text in enumerate(name.lines):
        at = MARGIN - 2, first + number * name.leading
        pen.text(at, text, INK, HEADING.fonts[name.size], anchor="ls")


def _line(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, width: int, colour: str
) -> None:
    line = fit(text, SMALL, Room(width, HEIGHT, 1))
    pen.text(at, "".join(line.lines), colour, SMALL.fonts[line.size], anchor="ls")


def _jpeg(image: Image.Image) -> bytes:
    data = BytesIO()
    image.save(data, "JPEG", quality=86, progressive=True, optimize=True)
    return data.getvalue()
