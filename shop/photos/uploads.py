"""Pictures of one upload: their files are stored side by side before their rows come in order.

One after the other they would wait for a slow store so often that no repeat ever came to an end.
"""

from asyncio import Semaphore
from collections.abc import Iterable

from media.accept import Incoming
from media.refusing import Refused
from media.together import together
from shop.catalogue.writing import MOST_PICTURES
from shop.photos import Brought, bring, left_today
from shop.photos.files import Room, put_back


async def bring_all(arrived: Iterable[Incoming], room: Room, *, by: str, most: int) -> Brought:
    """Store the files of as many pictures as `by` may send yet (`most` a day; 0: no limit)."""
    different = list({one.digest: one for one in arrived}.values())
    wanted = different[: await left_today(by, most)] if most else different

    async def brought(one: Incoming) -> None:
        try:
            found[one.digest] = await bring(one, room)
        except Refused as refused:
            found[one.digest] = refused

    found: Brought = {}
    await together(brought, wanted, Semaphore(MOST_PICTURES))
    return found


async def settle(arrived: Iterable[Incoming], brought: Brought, room: Room) -> None:
    """Put back what twins of these pictures took along, if any was removed meanwhile."""

    async def look(one: Incoming) -> None:
        columns = brought.get(one.digest)
        if columns and not isinstance(columns, Refused):
            await put_back(one.path, one.digest, columns, room)

    await together(look, arrived, Semaphore(MOST_PICTURES))
