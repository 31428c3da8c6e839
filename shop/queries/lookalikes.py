"""Photos that look alike and are of different producers: perhaps stolen ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, islice, product

from anyio import to_thread

from media.likeness import NEAR, near, pairs
from shop.database import select
from shop.models import OPEN, Photo, PhotoUse, ProposalPhoto
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


@dataclass(frozen=True, slots=True)
class Resembling:
    """A picture that waits, and what it looks like: on a product, or in an open proposal."""

    picture: str
    other: str
    """The picture that was there."""
    producer: str
    product: str
    """Empty where the other waits, too."""
    proposal: str
    distance: int
    """Bits of 64 that differ; 0 may be the very same file."""


async def lookalikes(within: int = NEAR, most: int | None = None) -> list[Lookalike]:
    """Find photos of different producers that look alike, the closest first.

    Drawn illustrations are shared on purpose and left out. One photo on the goods of many producers
    makes a pair of any two of them: at `most` so many are looked for.
    """
    uses: defaultdict[str, list[Use]] = defaultdict(list)
    hashes: dict[str, str] = {}
    for use, likeness in await _uses():
        uses[use.picture].append(use)
        if likeness:
            hashes[use.picture] = likeness

    def found() -> list[Lookalike]:
        return list(islice(_found(uses, hashes, within), most))

    alike = await to_thread.run_sync(found)
    return sorted(alike, key=lambda pair: (pair.distance, pair.first.taken_at, pair.first.product))


async def lookalikes_of(proposal: str, within: int = NEAR) -> list[Resembling]:
    """Find what pictures that wait in a proposal look like of other producers, the closest first.

    Compared are photos on show, but no drawn ones, and pictures of other open proposals.
    """
    waiting = ProposalPhoto.filter(proposal_id=proposal, use=PhotoUse.PRODUCT)
    waiting = waiting.filter(waiting_id__isnull=False).order_by("position")
    mine = await waiting.values("waiting_id", "waiting__likeness", "proposal__producer_id")
    known = await _likenesses() if mine else {}
    found: list[Resembling] = []
    for row in mine:
        picture, likeness, producer = row.values()
        others = {picture: 0} | (near(likeness, known, within) if likeness else {})
        found += [
            Resembling(picture, *use, others[use[0]])
            for use in await _uses_by_others(list(others), producer)
        ]
    return sorted(found, key=lambda one: (one.distance, one.product, one.proposal))


async def _likenesses() -> dict[str, str]:
    """Give the likenesses of all pictures, on show and waiting, by their digests."""
    known = "SELECT digest, likeness FROM {} WHERE likeness <> ''"
    union = f"{known.format('picture')} UNION ALL {known.format('waiting_picture')}"
    return {row["digest"]: row["likeness"] for row in await select(union)}


async def _uses_by_others(pictures: list[str], producer: str) -> list[tuple[str, str, str, str]]:
    """Give (picture, producer, product, proposal) of what others do with some pictures."""
    photos = Photo.filter(picture_id__in=pictures, illustration=False)
    shown = photos.exclude(product__producer_id=producer)
    waiting = ProposalPhoto.filter(waiting_id__in=pictures, use=PhotoUse.PRODUCT)
    open_ones = waiting.filter(proposal__state__in=OPEN)
    proposed = open_ones.exclude(proposal__producer_id=producer)
    of = ("product__producer_id", "product_id"), ("proposal__producer_id", "proposal_id")
    return [
        *[(*use, "") for use in await shown.values_list("picture_id", *of[0])],
        *[(a, b, "", c) for a, b, c in await proposed.values_list("waiting_id", *of[1])],
    ]


def _found(
    uses: Mapping[str, list[Use]], hashes: Mapping[str, str], within: int
) -> Iterator[Lookalike]:
    for shared in uses.values():
        for one, other in combinations(shared, 2):
            if one.producer != other.producer:
                yield _in_order(one, other, 0)
    for a, b, distance in pairs(hashes, within):
        yield from _between(uses[a], uses[b], distance)


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
