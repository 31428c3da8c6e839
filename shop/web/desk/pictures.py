"""The pictures of a proposal beside those on show."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.models.columns import Row
from shop.proposals.queue import smallest
from shop.proposals.standing import Standing
from shop.web.language import Language
from shop.web.words import words

WAITING, SHOWN = "/can-bo/anh", "/media"
LARGE = 640


@dataclass(frozen=True, slots=True)
class Shown:
    said: str
    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the product would show, and what of now it would not."""

    then: list[Shown]
    gone: list[Shown]
    is_changed: bool


def pictures_of(one: Standing, language: Language) -> Pictures:
    now, then = ([row["picture_id"] for row in rows.photos] for rows in (one.rows, one.would_be))
    places = {row["picture_id"]: row["position"] for row in one.rows.photos}
    gone = [row for row in one.rows.photos if row["picture_id"] not in then]
    return Pictures(
        [_shown(row, places, language) for row in one.would_be.photos],
        [_shown(row, places, language) for row in gone],
        now != then,
    )


def _shown(row: Row, places: Mapping[str, int], language: Language) -> Shown:
    name = smallest(row["renditions"], LARGE)
    src = f"{WAITING if row.get('waiting') else SHOWN}/{name}" if name else ""
    return Shown(_said(row, places, language), src, row["width"], row["height"])


def _said(row: Row, places: Mapping[str, int], language: Language) -> str:
    """Say which place a picture gets, and which it has now."""
    t, place, now = words(language), row["position"], places.get(row["picture_id"])
    if now is None:
        return str(t.review_photo_new.format(n=place))
    if now == place:
        return str(t.review_photo_kept.format(n=place))
    return str(t.review_photo_moved.format(n=place, now=now))
