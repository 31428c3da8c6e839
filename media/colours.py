"""What a PNG says of its colours without a profile, made into one: a curve and three primaries."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

Point = tuple[float, float]
"""Chromaticity: x and y of CIE 1931."""
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]
"""By rows."""


class Primaries(NamedTuple):
    white: Point
    red: Point
    green: Point
    blue: Point


OF_SRGB = Primaries((0.3127, 0.3290), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
D50: Vector = (0.9642, 1.0, 0.8249)
"""The white of all ICC profiles."""
BRADFORD: Matrix = (
    (0.8951, 0.2664, -0.1614),
    (-0.7502, 1.7135, 0.0367),
    (0.0389, -0.0685, 1.0296),
)
FIXED = 65_536
"""Of an `s15Fixed16Number`."""
HEADER, ENTRY = 128, 12


def profile(exponent: float, primaries: Primaries = OF_SRGB) -> bytes:
    """Write an ICC profile (ICC.1:2010) in which light is the value to the power of `exponent`.

    Raises ArithmeticError and struct.error where such colours cannot be.
    """
    red, green, blue = _columns(_to_d50(primaries))
    curve = b"para" + bytes(8) + _fixed([exponent])
    tags = {
        b"wtpt": _xyz(D50), b"rXYZ": _xyz(red), b"gXYZ": _xyz(green), b"bXYZ": _xyz(blue),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    at, table, body = HEADER + 4 + ENTRY * len(tags), b"", b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    size = at + len(body)
    return _header(size) + struct.pack(">I", len(tags)) + table + body


def _header(size: int) -> bytes:
    version, kind = struct.pack(">I4xI", size, 0x04200000), b"mntrRGB XYZ "
    return (version + kind + bytes(12) + b"acsp" + bytes(28) + _fixed(D50)).ljust(HEADER, b"\0")


def _xyz(value: Vector) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(value)


def _fixed(values: Sequence[float]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * FIXED) for value in values))


def _to_d50(primaries: Primaries) -> Matrix:
    """Give the matrix from light of these primaries to XYZ, as it looks beside the white D50."""
    white, *colours = map(_xyz_of, primaries)
    unscaled = _rows(colours)
    scales = _times(_inverse(unscaled), white)
    linear = _rows([_scaled(colour, by) for colour, by in zip(colours, scales, strict=True)])
    here, there = _times(BRADFORD, white), _times(BRADFORD, D50)
    gains = (there[0] / here[0], there[1] / here[1], there[2] / here[2])
    adapted = [_scaled(row, gain) for row, gain in zip(BRADFORD, gains, strict=True)]
    return _product(_product(_inverse(BRADFORD), _matrix(adapted)), linear)


def _xyz_of(point: Point) -> Vector:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _matrix(rows: Sequence[Vector]) -> Matrix:
    return rows[0], rows[1], rows[2]


def _rows(columns: Sequence[Vector]) -> Matrix:
    a, b, c = columns
    return (a[0], b[0], c[0]), (a[1], b[1], c[1]), (a[2], b[2], c[2])


_columns = _rows
"""A matrix and what stands across it are turned into each other alike."""


def _scaled(vector: Vector, by: float) -> Vector:
    return vector[0] * by, vector[1] * by, vector[2] * by


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _times(matrix: Matrix, vector: Vector) -> Vector:
    return _dot(matrix[0], vector), _dot(matrix[1], vector), _dot(matrix[2], vector)


def _product(left: Matrix, right: Matrix) -> Matrix:
    return _rows([_times(left, column) for column in _columns(right)])


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c = matrix
    volume = _dot(a, _cross(b, c))
    return _rows([_scaled(_cross(*pair), 1 / volume) for pair in ((b, c), (c, a), (a, b))])
