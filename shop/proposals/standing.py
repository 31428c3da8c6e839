"""A proposal as it stands: its rows, the product's, and what the product would be with it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from shop import clock
from shop.access import NO_PROPOSAL
from shop.errors import NotFoundError
from shop.models import (
    AgriGroup,
    Evidence,
    Kind,
    PhotoUse,
    Producer,
    Proposal,
    ProposalPhoto,
    SaleRestriction,
    State,
    Voice,
)
from shop.models.columns import Row
from shop.proposals.patching import Around, Patch, overlaps, would_be
from shop.proposals.reading import PHOTOS
from shop.publishing.loading import (
    JOINED,
    PICTURE_COLUMNS,
    PRODUCT_COLUMNS,
    ProductRows,
    consents_of,
    load,
)
from shop.queries.places import communes_of_today


@dataclass(frozen=True)
class Standing:
    """A proposal with all that it is judged by, read at one moment."""

    proposal: Proposal
    rows: ProductRows
    """Of the product as it is; of one that is not here yet, empty ones of its producer."""
    photos: list[Row]
    """Of the proposal, in their order; what they say of files is a waiting or a shown picture's."""
    around: Around
    patch: Patch
    """The proposal's, or what an official leaves of it."""

    def without(self, fields: Collection[str]) -> "Standing":
        """Give it as if its author had left some fields alone."""
        rest = {name: said for name, said in self.patch.items() if name not in fields}
        return replace(self, patch=rest)

    @cached_property
    def would_be(self) -> ProductRows:
        """Give the rows that approving it would leave."""
        day = clock.today(self.proposal.submitted_at)
        photos = self.photos if PHOTOS in self.patch or self.is_new else None
        # what an official adds of their own is no word of the producer's
        voice = Voice.OPERATOR if self.proposal.is_correction else Voice.PRODUCER
        return would_be(self.rows, self.patch, photos, self.around, (day, voice))

    @property
    def is_new(self) -> bool:
        return self.proposal.is_new

    @property
    def pictures(self) -> list[str]:
        return [row["picture_id"] for row in self.photos]

    @property
    def overlaps(self) -> list[str]:
        """List the fields that the product came to say otherwise since they were touched."""
        return list(overlaps(self.patch, self.rows, self.pictures))


async def standing(of: str) -> Standing:
    """Read a proposal. Raises NotFoundError."""
    if (proposal := await Proposal.get_or_none(id=of)) is None:
        raise NotFoundError(NO_PROPOSAL)
    return await standing_of(proposal)


async def standing_of(proposal: Proposal) -> Standing:
    """Read what a proposal that was read is judged by."""
    return Standing(
        proposal,
        await rows_for(proposal),
        await photos_of(proposal.id),
        await around(),
        proposal.patch,
    )


async def standings_of(producer: str, proposals: Sequence[Proposal]) -> list[Standing]:
    """Read what a producer's proposals are judged by, all at once."""
    codes = [one.product_id for one in proposals if one.product_id]  # type: ignore[attr-defined]
    known, empty, now = await load(codes), await empty_rows(producer), await around()
    photos = await _photos_of([one.id for one in proposals])
    return [
        Standing(
            one,
            empty if one.is_new else known.get(one.product_id, empty),  # type: ignore[attr-defined]
            photos[one.id],
            now,
            one.patch,
        )
        for one in proposals
    ]


async def rows_for(proposal: Proposal) -> ProductRows:
    """Give the rows of the product that a proposal edits, or empty ones of its producer."""
    if not proposal.is_new:
        code: str = proposal.product_id  # type: ignore[attr-defined] # Tortoise adds it
        return (await load([code]))[code]
    return await empty_rows(proposal.producer_id)  # type: ignore[attr-defined] # Tortoise adds it


async def empty_rows(producer: str) -> ProductRows:
    """Give the rows of a product of which its producer has said nothing yet."""
    of_producer = {
        ours: theirs.removeprefix("producer__")
        for ours, theirs in JOINED.items()
        if theirs.startswith("producer__")
    }
    [known] = await Producer.filter(code=producer).values(**of_producer)
    product = {**EMPTY, **known, **_place(known), "producer_id": producer}
    return ProductRows(product, consents=(await consents_of([producer]))[producer])


async def photos_of(proposal: str, use: PhotoUse = PhotoUse.PRODUCT) -> list[Row]:
    """Give the photos of a proposal as a product's rows have them.

    `waiting` tells that the picture is not on show: its files lie apart.
    """
    return (await _photos_of([proposal], use))[proposal]


async def _photos_of(
    proposals: Collection[str], use: PhotoUse = PhotoUse.PRODUCT
) -> defaultdict[str, list[Row]]:
    columns: dict[str, str] = {}
    for side in ("waiting", "picture"):
        columns |= {f"{side}_{column}": f"{side}__{column}" for column in PICTURE_COLUMNS}
    rows = (
        await ProposalPhoto.filter(proposal_id__in=proposals, use=use)
        .order_by("position")
        .values("id", "name", "proposal_id", "waiting_id", "picture_id", **columns)
    )
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of = found[row["proposal_id"]]
        of.append(_photo(len(of) + 1, row))
    return found


async def around() -> Around:
    """Read the names that proposals are shown with."""
    groups = await AgriGroup.all().order_by("code").values("code", "name_vi", "name_en")
    named = {row["code"]: (row["name_vi"], row["name_en"]) for row in groups}
    return Around(await communes_of_today(), named)


EMPTY: Row = {
    **dict.fromkeys(PRODUCT_COLUMNS, ""),
    **dict.fromkeys(JOINED, ""),
    "kind": Kind.AGRICULTURAL,
    "shelf_life_days": None,
    "keywords": [],
    "season_months": [],
    "uses": [],
    "sale_restriction": SaleRestriction.NONE,
    "state": State.UNPUBLISHED,
    "evidence": Evidence.SOURCED,
    "ocop_set_id": None,
    "agri_group_id": None,
    "version": 0,
}
"""Of a product that is not here."""


def _place(producer: Row) -> Row:
    """Let a new product come from where its producer is."""
    return {
        "commune_id": producer["producer_commune_code"],
        "commune_name": producer["producer_commune_name"],
    }


def _photo(position: int, row: Row) -> Row:
    side = "waiting" if row["waiting_id"] else "picture"
    shown: dict[str, Any] = {column: row[f"{side}_{column}"] for column in PICTURE_COLUMNS}
    return {
        "id": row["id"],
        "name": row["name"],
        "position": position,
        "picture_id": row["waiting_id"] or row["picture_id"],
        "waiting": side == "waiting",
        "view_vi": "",
        "view_en": "",
        "licence": "",
        "illustration": False,
        "source": "",
        **shown,
    }
