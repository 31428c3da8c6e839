"""Photos that look alike and stand on products of different producers: perhaps stolen ones."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from media.likeness import NEAR, pairs
from shop.models import Photo
from shop.models.columns import Row


@dataclass(frozen=True, slots=True)
class Use:
    """A picture on a product."""

    picture: str
    product: str
    producer: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Two uses of what seems to be one photo; the first was there before the second."""

    first: Use
    second: Use
    distance: int
    """Bits of 64 that differ; 0 may be the very same file."""


async def lookalikes(within: int = NEAR) -> list[Lookalike]:
    """Find photos of different producers that look alike, the closest first.

    Drawn illustrations are shared on purpose and left out.
    """
    uses: defaultdict[str, list[Use]] = defaultdict(list)
    hashes: dict[str, str] = {}
    for use, likeness in await _uses():
        uses[use.picture].append(use)
        if likeness:
            hashes[use.picture] = likeness
    found = [
        _in_order(a, b, 0)
        for shared in uses.values()
        for n, a in enumerate(shared)
        for b in shared[n + 1 :]
        if a.producer != b.producer
    ]
    for one, other, distance in pairs(hashes, within):
        found += _between(uses[one], uses[other], distance)
    return sorted(found, key=lambda pair: (pair.distance, pair.first.taken_at, pair.first.product))


def _between(ones: list[Use], others: list[Use], distance: int) -> Iterator[Lookalike]:
    for one, other in product(ones, others):
        if one.producer != other.producer:
            yield _in_order(one, other, distance)


def _in_order(one: Use, other: Use, distance: int) -> Lookalike:
    first, second = sorted((one, other), key=lambda use: (use.taken_at, use.product))
    return Lookalike(first, second, distance)


async def _uses() -> list[tuple[Use, str]]:
    photos = Photo.filter(illustration=False).order_by("id")
    rows: list[Row] = await photos.values(
        "picture_id",
        "product_id",
        producer="product__producer_id",
        taken_at="picture__taken_at",
        likeness="picture__likeness",
    )
    return [
        (
            Use(row["picture_id"], row["product_id"], row["producer"], row["taken_at"]),
            row["likeness"],
        )
        for row in rows
    ]
