"""Outlines as lists of points, x to the right and y down: ovals, boxes, blobs, ribbons, waves."""

from collections.abc import Sequence
from math import atan2, cos, pi, radians, sin

Point = tuple[float, float]
Shape = list[Point]

STEPS = 10


def oval(x: float, y: float, across: float, along: float | None = None, turn: float = 0) -> Shape:
    """Give a circle or ellipse around (x, y) by its half axes, turned clockwise by degrees."""
    along = across if along is None else along
    return turned(
        [(x + across * cos(t), y + along * sin(t)) for t in _angles(0, 360, 72)], turn, (x, y)
    )


def sector(x: float, y: float, radius: float, start: float, end: float) -> Shape:
    """Give the part of a disc cut off by the chord from `start` to `end` degrees, clockwise."""
    return [(x + radius * cos(t), y + radius * sin(t)) for t in _angles(start, end, 48)]


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> Shape:
    """Give a rectangle by its upper left corner, with rounded corners."""
    right, bottom = x + width, y + height
    corners = (
        (right - radius, bottom - radius, 0),
        (x + radius, bottom - radius, 90),
        (x + radius, y + radius, 180),
        (right - radius, y + radius, 270),
    )
    return [p for cx, cy, start in corners for p in sector(cx, cy, radius, start, start + 90)]


def blob(*points: Point) -> Shape:
    """Give a smooth closed outline through the points; a point given twice is a corner."""
    return _smooth([points[-1], *points, points[0], points[1]])


def ribbon(line: Sequence[Point], start: float, end: float | None = None) -> Shape:
    """Give a line its thickness, growing or thinning evenly from `start` to `end`."""
    end = start if end is None else end
    left: Shape = []
    right: Shape = []
    for index, (x, y) in enumerate(line):
        before, after = line[max(0, index - 1)], line[min(len(line) - 1, index + 1)]
        angle = atan2(after[1] - before[1], after[0] - before[0])
        half = (start + (end - start) * index / (len(line) - 1)) / 2
        left.append((x + half * sin(angle), y - half * cos(angle)))
        right.append((x - half * sin(angle), y + half * cos(angle)))
    return [*left, *reversed(right)]


def wave(y: float, height: float, length: float, shift: float = 0, bottom: float = 1300) -> Shape:
    """Give everything below a swell that runs from edge to edge of the sheet."""
    top = [(x, y + height * sin(2 * pi * (x + shift) / length)) for x in range(-100, 1721, 20)]
    return [*top, (1700, bottom), (-100, bottom)]


def turned(shape: Sequence[Point], degrees: float, around: Point = (0, 0)) -> Shape:
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    ax, ay = around
    return [
        (ax + (x - ax) * cosine - (y - ay) * sine, ay + (x - ax) * sine + (y - ay) * cosine)
        for x, y in shape
    ]


def _angles(start: float, end: float, steps: int) -> list[float]:
    return [radians(start + (end - start) * step / steps) for step in range(steps + 1)]


def _smooth(points: Sequence[Point]) -> Shape:
    """Interpolate all but the first and last point by a centripetal Catmull-Rom spline.

    Centripetal, because the uniform kind bulges where far and near points alternate
    (Yuksel, Schaefer, Keyser 2011).
    """
    knots = [complex(*point) for point in points]
    line: Shape = []
    for p0, p1, p2, p3 in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        if p1 != p2:  # a point given twice is a corner, not a stretch of line
            line.extend(_between(p0, p1, p2, p3))
    return [*line, points[-2]]


def _between(p0: complex, p1: complex, p2: complex, p3: complex) -> Shape:
    before, here, after = (abs(b - a) ** 0.5 for a, b in ((p0, p1), (p1, p2), (p2, p3)))
    leaving = arriving = p2 - p1
    if before:
        leaving += here * ((p1 - p0) / before - (p2 - p0) / (before + here))
    if after:
        arriving += here * ((p3 - p2) / after - (p3 - p1) / (here + after))
    curve = (_hermite(p1, p2, leaving, arriving, step / STEPS) for step in range(STEPS))
    return [(point.real, point.imag) for point in curve]


def _hermite(p1: complex, p2: complex, leaving: complex, arriving: complex, t: float) -> complex:
    cubic = 2 * (p1 - p2) + leaving + arriving
    square = 3 * (p2 - p1) - 2 * leaving - arriving
    return p1 + t * (leaving + t * (square + t * cubic))
