"""The files of pictures: where they are taken in, their names, and whether the store has them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from media.failpoints import reach
from media.pipeline import RECIPE, Rendered, Rendition
from media.store import WAITING, Store, original_key, picture_key
from media.workshop import Workshop
from shop.models import Picture, WaitingPicture
from shop.models.columns import Row
from shop.models.pictures import SQUARE

LONGEST = 30.0
"""Seconds that the store may take of one upload; a proxy gives up after 60."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where pictures are taken in."""

    pictures: Store
    workshop: Workshop
    folder: Path
    """Of this machine: holds what is arriving."""

    def hurried(self) -> "Room":
        """Give this room for one upload: then the store has its time once, for all that is sent."""
        return replace(self, pictures=self.pictures.hurried(LONGEST))

    @property
    def apart(self) -> "Room":
        """Give this room for pictures that are not approved."""
        return replace(self, pictures=self.pictures.waiting)


async def store_rendered(path: Path, digest: str, room: Room) -> Row:
    """Render a picture and store all its files; give the columns of its row. Raises Refused."""
    rendered = await room.workshop.render(path, digest)
    reach("rendered")
    await room.pictures.put_all(files_in(rendered), (digest, path))
    return columns_of(rendered)


async def put_back(path: Path, digest: str, columns: Row, room: Room) -> None:
    """Store again what was removed with a twin since it was stored: other bytes, same pixels."""
    if not await room.pictures.has_all(file["name"] for file in columns["renditions"]):
        await store_rendered(path, digest, room)


def files_of(picture: Picture | WaitingPicture) -> Iterator[str]:
    """Give the keys under which the store has the files of a picture, its original first."""
    below = WAITING if isinstance(picture, WaitingPicture) else ""
    yield below + original_key(picture.digest)
    for file in picture.renditions:
        yield below + picture_key(file["name"])


def files_in(rendered: Rendered) -> dict[str, bytes]:
    return {rendition.name: rendition.data for rendition in rendered.files}


def columns_of(rendered: Rendered) -> Row:
    return {
        "width": rendered.width,
        "height": rendered.height,
        "placeholder": rendered.placeholder,
        "renditions": [
            *map(_measures, rendered.renditions),
            *([_measures(rendered.square) | {"shape": SQUARE}] if rendered.square else []),
        ],
        "likeness": rendered.likeness,
        "recipe": RECIPE,
    }


def _measures(one: Rendition) -> Row:
    return {"name": one.name, "width": one.width, "height": one.height, "type": one.content_type}


async def is_whole(picture: Picture | WaitingPicture, pictures: Store) -> bool:
    """Tell whether the store still has all files of a picture, undamaged."""
    return await pictures.refresh_all(files_of(picture))
