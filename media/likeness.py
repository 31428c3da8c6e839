"""Tells pictures that look alike, whatever was done to their bytes: 64 bits about each."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from math import cos, pi, sin

from PIL import Image

SIDE = 32
BITS = 64
BANDS = 4


def of(picture: Image.Image) -> str:
    """Give 16 hex characters: the signs of the 64 lowest frequencies of the picture in grey.

    A perceptual hash by the discrete cosine transform, as pHash does it (Zauner 2010), but by sign
    instead of the median: then a mirrored picture differs in known bits.
    """
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    waves = _frequencies(_faded(grey.tobytes()))
    bits = 0
    for across, down in LOWEST:
        bits = bits << 1 | (waves[down][across] > 0)
    return f"{bits:016x}"


def _faded(levels: bytes) -> list[float]:
    """Let the picture fade out towards its edges, so that little changes when they are cut off."""
    mean = sum(levels) / len(levels)
    return [
        (level - mean) * FADING[at % SIDE] * FADING[at // SIDE] for at, level in enumerate(levels)
    ]


FADING = [sin(pi * (at + 0.5) / SIDE) ** 0.6 for at in range(SIDE)]


def _frequencies(levels: list[float]) -> list[list[float]]:
    rows = [levels[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[_dot(row, wave) for wave in _waves()] for row in rows]
    columns = list(zip(*across, strict=True))
    return [[_dot(column, wave) for column in columns] for wave in _waves()]


def _dot(values: Sequence[float], wave: list[float]) -> float:
    return sum(v * w for v, w in zip(values, wave, strict=True))


@cache
def _waves() -> list[list[float]]:
    """Give the cosines of the discrete cosine transform (type II), lowest frequency first."""
    return [
        [cos(pi * (2 * at + 1) * wave / (2 * SIDE)) for at in range(SIDE)] for wave in range(11)
    ]


# From the lowest frequency on, without the mean. The bands below take each fourth bit.
LOWEST = sorted(
    ((across, down) for across in range(11) for down in range(11) if across or down),
    key=lambda wave: (sum(wave), wave),
)[:BITS]
ODD_ACROSS = sum((across % 2) << (BITS - 1 - at) for at, (across, _) in enumerate(LOWEST))

NEAR = 10
"""Bits that may differ in the same picture. Measured on 30 photos of ../shared/photos: mirrored and
resized at most 2, cropped by 3 % 6, by 5 % 8, by 5 % on one side 11; different photos at least 18.
Cutting off the edges was 12 without the fading. Drawings in one frame may be nearer than that: they
are left out where pictures are compared."""


def distance(one: str, other: str) -> int:
    """Count the bits in which two pictures differ, the second taken as it is or mirrored."""
    apart = int(one, 16) ^ int(other, 16)
    return min(apart.bit_count(), (apart ^ ODD_ACROSS).bit_count())


def near(one: str, others: Mapping[str, str], within: int = NEAR) -> dict[str, int]:
    """Give the names of pictures that are at most so far from one, and how far: a scan."""
    ours, found = int(one, 16), {}
    for name, other in others.items():
        apart = ours ^ int(other, 16)
        bits = min(apart.bit_count(), (apart ^ ODD_ACROSS).bit_count())
        if bits <= within:
            found[name] = bits
    return found


def pairs(hashes: Mapping[str, str], within: int = NEAR) -> Iterator[tuple[str, str, int]]:
    """Give the pairs of names whose pictures are at most so far apart, each once, and how far.

    Of two likenesses within 10 bits, one of four bands of 16 bits differs in at most 2 (or, of the
    last, 1): so only pairs that agree so well in a band are compared, not all with all.
    """
    names: dict[int, list[str]] = {}
    for name, likeness in hashes.items():
        names.setdefault(int(likeness, 16), []).append(name)
    for alike in names.values():
        yield from ((one, other, 0) for one, other in combinations(alike, 2))
    for one, other in _near(set(names), within):
        for a, b in product(names[one], names[other]):
            yield a, b, distance(hashes[a], hashes[b])


def _near(known: set[int], within: int) -> set[tuple[int, int]]:
    """Compare the pictures that nearly agree in some band: by the pigeonhole principle that is all.

    The bits in which bands may differ, plus one for each band, add up to one more than `within`.
    """
    found: set[tuple[int, int]] = set()
    for band in range(BANDS):
        buckets = _by_band(known, band)
        for change in _changes((within + BANDS - band) // BANDS - 1):
            found.update(_meeting(buckets, change, 0, within))
            found.update(_meeting(buckets, change ^ _band(ODD_ACROSS, band), ODD_ACROSS, within))
    return found


def _meeting(
    buckets: dict[int, list[int]], change: int, turned: int, within: int
) -> list[tuple[int, int]]:
    """Give the near pairs whose bands differ by exactly this change: the innermost of all loops."""
    return [
        (one, other)
        for key, ours in buckets.items()
        if key <= key ^ change and key ^ change in buckets
        for one in ours
        for other in buckets[key ^ change]
        if (one ^ other ^ turned).bit_count() <= within and (change or one < other)
    ]


def _by_band(likenesses: set[int], band: int) -> dict[int, list[int]]:
    buckets: dict[int, list[int]] = {}
    for likeness in sorted(likenesses):
        buckets.setdefault(_band(likeness, band), []).append(likeness)
    return buckets


def _changes(most: int) -> list[int]:
    """Give the ways to change at most so many bits of a band."""
    return [
        sum(1 << bit for bit in bits)
        for count in range(most + 1)
        for bits in combinations(range(BITS // BANDS), count)
    ]


def _band(likeness: int, band: int) -> int:
    """Take each fourth bit, so that no band holds only the fine, alike frequencies."""
    return int(f"{likeness:064b}"[band::BANDS], 2)
