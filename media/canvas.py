"""A sheet to draw flat shapes on, in a frame that can be moved, scaled, turned and mirrored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Self

from PIL import Image, ImageChops, ImageDraw

from media.shapes import Point

FINENESS = 2  # drawn twice as large and shrunk, so that edges come out smooth

Matrix = tuple[float, float, float, float, float, float]
Outline = Sequence[Point]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Canvas:
    image: Image.Image
    matrix: Matrix = (FINENESS, 0, 0, 0, FINENESS, 0)

    def finished(self) -> Image.Image:
        return self.image.reduce(FINENESS)

    def at(
        self, x: float, y: float, size: float = 1, *, turn: float = 0, mirrored: bool = False
    ) -> Self:
        """Give the same sheet seen from another origin; `turn` is in degrees, clockwise."""
        a, b, c, d, e, f = self.matrix
        across = -size if mirrored else size
        cosine, sine = cos(radians(turn)), sin(radians(turn))
        matrix = (
            across * (a * cosine + b * sine),
            size * (b * cosine - a * sine),
            a * x + b * y + c,
            across * (d * cosine + e * sine),
            size * (e * cosine - d * sine),
            d * x + e * y + f,
        )
        return replace(self, matrix=matrix)

    def fill(
        self,
        shape: Outline,
        colour: str,
        *,
        within: Outline | None = None,
        opacity: float = 1,
    ) -> None:
        """Lay a flat colour over the shape, or over that part of it that lies within another."""
        points = self._placed(shape)
        if within is None and opacity == 1:
            ImageDraw.Draw(self.image).polygon(points, fill=colour)
            return
        box = self._bounds(points)
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = _mask(points, box, round(255 * opacity))
        if within is not None:
            mask = ImageChops.darker(mask, _mask(self._placed(within), box, 255))
        self.image.paste(colour, box, mask)

    def _placed(self, shape: Outline) -> list[Point]:
        a, b, c, d, e, f = self.matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in shape]

    def _bounds(self, points: list[Point]) -> Box:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (
            max(0, int(min(xs))),
            max(0, int(min(ys))),
            min(self.image.width, int(max(xs)) + 2),
            min(self.image.height, int(max(ys)) + 2),
        )


def _mask(points: list[Point], box: Box, level: int) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    moved = [(x - box[0], y - box[1]) for x, y in points]
    ImageDraw.Draw(mask).polygon(moved, fill=level)
    return mask
