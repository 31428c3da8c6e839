"""The pictures of a proposal beside those on show."""

from dataclasses import dataclass
from typing import Any

from shop.models.columns import Row
from shop.proposals.queue import smallest
from shop.proposals.reading import PHOTOS
from shop.proposals.standing import Standing

WAITING, SHOWN = "/can-bo/anh", "/media"
LARGE = 640


@dataclass(frozen=True, slots=True)
class Shown:
    place: int
    src: str
    is_new: bool
    width: int
    height: int


def pictures_of(one: Standing) -> dict[str, list[Any]]:
    """Give the pictures that the product would have, and those of now that it would not."""
    kept = {row["picture_id"] for row in one.would_be.photos}
    says = one.is_new or PHOTOS in one.patch
    gone = [row for row in one.rows.photos if row["picture_id"] not in kept]
    return {
        "then": [_shown(row) for row in one.would_be.photos] if says else [],
        "gone": [_shown(row) for row in gone] if says else [],
        "kept": [_shown(row) for row in one.rows.photos] if not says else [],
    }


def _shown(row: Row) -> Shown:
    is_new = bool(row.get("waiting"))
    name = smallest(row["renditions"], LARGE)
    src = f"{WAITING if is_new else SHOWN}/{name}" if name else ""
    return Shown(row["position"], src, is_new, row["width"], row["height"])
