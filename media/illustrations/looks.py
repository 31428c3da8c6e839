"""The set's colours, its skies and suns, and the ground of waves that every picture stands on."""

from dataclasses import dataclass

from media.illustrations.canvas import Canvas
from media.illustrations.shapes import Shape, oval, path, ribbon, wave

INK, CREAM, WHITE, SNOW = "#173B42", "#FFF6E3", "#FFFDF6", "#F1E9DA"
SAND, SAND_SHADE, CLAY, CLAY_SHADE = "#EBD5AC", "#D3B582", "#C0693F", "#954A2C"
BARK, BARK_SHADE, COCOA = "#7A4A2B", "#57321D", "#3B2318"
SEA, SEA_SHADE, SEA_DEEP, FOAM = "#2C8F8B", "#1F7176", "#12505A", "#CDE8DF"
LYCHEE, LYCHEE_SHADE, BLUSH, ROSE = "#CF3A4C", "#9F2439", "#F7C9BC", "#EE8E86"
GOLD, GOLD_SHADE, HONEY, HONEY_SHADE, STRAW = "#EDB43A", "#CB8A22", "#E8981F", "#BF6C14", "#F7DC95"
ORANGE, ORANGE_SHADE = "#EC7A35", "#C6571E"
LEAF, LEAF_SHADE, LEAF_DEEP, SPROUT, SPROUT_SHADE = (
    "#4F9A45", "#357A3B", "#215936", "#A5CC68", "#82AF4D"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One light in which a subject is shown."""

    sky: str
    sun: str
    far: str
    near: str
    line: str
    """Of the small waves on the near ground."""
    lettering: str
    variant: int = 0


DAY = Look("#F8EBD2", "#F6CB74", "#8CC3B6", "#2F8B88", "#4FA39D", "#F3F7EC")
MORNING = Look("#D3EAE2", "#FBE0A6", "#7FBDB1", "#1F6F74", "#37868A", "#EAF5F0")
DUSK = Look("#FADFCB", "#F39C7C", "#DE6F66", "#A8344A", "#BC4D5D", "#FFEDE4")
EVENING = Look("#FBDCC4", "#F2876A", "#5E9AA0", "#1D6068", "#37787E", "#EAF5F0")
SPRING = Look("#EBF1D6", "#FADC90", "#B3CF86", "#5B9350", "#74A666", "#F8FBEA")
NOON = Look("#FCEBBF", "#F8BC74", "#F0C564", "#CF8F2C", "#DBA347", "#FFF8E4")
NIGHT = Look("#195661", "#F7DFA6", "#12464F", "#0C343C", "#194B54", "#D8EAE4")
EARTH = Look("#F8E6D0", "#F6CF9C", "#DDA37A", "#B4633C", "#C37750", "#FFF1E2")
LILAC = Look("#F1E3E6", "#F5CDBE", "#CDA0AE", "#8A4F6B", "#9D6680", "#FBEDF1")

GROUND = 925
"""Where things stand."""


def still_life(canvas: Canvas, look: Look) -> None:
    """Paint sky, a large sun behind the subject, and the ground of waves."""
    sky(canvas, look, x=(800, 715, 885)[look.variant % 3], y=505, radius=400)
    ground(canvas, look)


def sky(canvas: Canvas, look: Look, *, x: float, y: float, radius: float) -> None:
    canvas.fill([(-10, -10), (1610, -10), (1610, 1210), (-10, 1210)], look.sky)
    canvas.fill(oval(x, y, radius * 1.22), look.sun, opacity=0.28)
    canvas.fill(oval(x, y, radius), look.sun)


def ground(canvas: Canvas, look: Look) -> None:
    shift = 330 * look.variant
    canvas.fill(wave(795, 26, 1150, shift), look.far)
    canvas.fill(wave(858, 20, 1500, shift + 500), look.near)
    ripples(canvas, look)


def ripples(canvas: Canvas, look: Look, top: float = 985) -> None:
    for row in range(3):
        for column in range(-1, 9):
            x, y = column * 210 + row % 2 * 105 + look.variant * 40, top + row * 75
            if y < CAPTION_TOP or x not in CAPTION_SPAN:
                canvas.at(x, y).fill(RIPPLE, look.line)


CAPTION_SPAN, CAPTION_TOP = range(400, 1090), 1100
RIPPLE: Shape = ribbon(path((0, 0), (28, -13), (56, 0), (84, 13), (112, 0)), 7)


def shadow(canvas: Canvas, x: float, y: float, half: float, look: Look | None = None) -> None:
    """Lay a soft shadow on the ground; two flat tones stay small in the file."""
    colour = INK if look is None or look.near != NIGHT.near else "#031A1F"
    canvas.fill(oval(x, y, half * 1.12, half * 0.13), colour, opacity=0.14)
    canvas.fill(oval(x, y, half * 0.94, half * 0.085), colour, opacity=0.22)
